"""What the town told agencies through links, and what came back: one took somebody on, one refused for sex work."""

from datetime import timedelta
from typing import Any

from yarrow.demo.building import Building
from yarrow.demo.town import WORDS
from yarrow.referrals.models import Referral
from yarrow.sharing import actions
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact

# (days before today on which it was shared, what they answered, why, whether somebody has seen the answer)
ANSWERS = (
    (30, "booked", "", True),
    (3, "refused", "sex_work", False),
)
DAYS, OPENINGS = 14, 3


def pass_on(built: Building) -> None:
    """Two links, each to the agency that somebody was referred to and agreed to."""
    sent = (
        Referral.objects.filter(project=built.crew.project)
        .exclude(share=None)
        .select_related("agency", "person")
    )
    agencies = {row.agency_id: row for row in sent.order_by("offered_on", "person__code")}
    for row, (before, answer, reason, is_seen) in zip(agencies.values(), ANSWERS, strict=False):
        _pass(built, row, before, answer, reason, is_seen=is_seen)


def _pass(built: Building, row: Referral, before: int, answer: str, reason: str, *, is_seen: bool) -> None:
    day = built.town.today - timedelta(days=before)
    act: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("case_worker")}
    made = actions.make_package(
        person=row.person,
        agency=row.agency,
        purpose=sharing.purposes_for(row.agency)[0].code,
        facts=[Fact("support_words", WORDS["referred"][before % len(WORDS["referred"])])],
        days=DAYS,
        openings=OPENINGS,
        at=built.at(day, 10),
        **act,
    )
    link = {"token": made.token, "code": made.code}
    actions.open_package(at=built.at(day, 11), **link)
    actions.answer_package(answer=answer, reason=reason, at=built.at(day + timedelta(days=1), 9), **link)
    if is_seen:
        actions.see_answers(package=made.package, at=built.at(day + timedelta(days=2), 9), **act)
