"""What pages of this room are made from: the person asked for, their sheet, what somebody else changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yarrow.people import (
    actions,
    birthdays,
    comparing,
    erased,
    forms,
    lists,
    preview,
    queries,
    rules,
    sheets,
)
from yarrow.people.errors import ReasonNeeded
from yarrow.people.models import Person
from yarrow.staff.models import Project, worker_names
from yarrow.vault import at_once, trail
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

PersonView = Callable[..., Any]
HasMet = Callable[[Actor, Person, datetime], bool]


def on_person_unless(has_met: HasMet) -> Callable[[PersonView], PersonView]:
    """Give the view the person of this project in place of their id, once the reader may open the record.

    Outside the caseload a GET first goes to the page that asks why, unless `has_met` knows of a contact on the
    reader's own shift: that is kept as the reason. `request.open_reason` goes on the trail.
    """

    def on(view: PersonView) -> PersonView:
        @wraps(view)
        def admit(request: Any, person_id: UUID, **kwargs: Any) -> Any:
            person = queries.person_in(request.project, person_id)
            if person.erased_at is not None:
                return erased.page_of(request, person)
            if person.merged_into is not None and request.method == "GET":
                return _led_on(request, person.code, person.merged_into)
            try:
                request.open_reason = _reason(request, person, has_met)
            except ReasonNeeded:
                if request.method != "GET":
                    raise
                return _asked_why(request, person)
            return view(request, person, **kwargs)

        return admit

    return on


def on_two(view: PersonView) -> PersonView:
    """Give the view two people of this project in place of their ids, once the reader may open both records."""

    @wraps(view)
    def admit(request: Any, person_id: UUID, other_id: UUID) -> HttpResponse:
        person, other = comparing.both_in(request.project, person_id, other_id)
        for one in (person, other):
            rules.check_stands(one)
            try:
                check_reason(request, one)
            except ReasonNeeded:
                if request.method != "GET":
                    raise
                return _asked_why(request, one)
        return view(request, person, other)

    return admit


def check_reason(request: Any, person: Person) -> None:
    """Whether the reader may open the record now. Raises ReasonNeeded or NotForYou."""
    rules.check_may_open(request.actor, person, timezone.now())


def _asked_why(request: Any, person: Person) -> HttpResponse:
    address = request.project.url("people:give_reason", person.id)
    return redirect(f"{address}?{urlencode({'next': request.path})}")


def _led_on(request: Any, code: str, stands: Person) -> HttpResponse:
    """The address of a merged record leads to the one that stands for it."""
    said = _("%(before)s and %(now)s are one record now.") % {"before": code, "now": stands.code}
    messages.info(request, said)
    return redirect(request.project.url("people:show_person", stands.id))


def _reason(request: Any, person: Person, has_met: HasMet) -> str:
    now = timezone.now()
    try:
        return rules.check_may_open(request.actor, person, now)
    except ReasonNeeded:
        if not has_met(request.actor, person, now):
            raise
    given = actions.give_reason(
        person=person, reason="on_shift", project=request.project, by=request.actor, at=now
    )
    return given.reason


on_person = on_person_unless(lambda by, person, at: False)


def open_sheet(request: Any, person: Person, act: str, rows: sheets.Rows | None = None) -> sheets.Sheet:
    """The person's sheet, opened on a page of its own."""
    with reading(request.actor, person.project_id, act=act, reason=request.open_reason) as page:
        sheet = sheets.open_sheet(page, person, rows)
    birthdays.of_sheet(request.actor, sheet)
    return sheet


def person_context(request: Any, person: Person, act: str = "people.show_person") -> dict[str, Any]:
    """Context of the person's page. A door replaces `timeline` and `asked_for` with what it knows."""
    outside, rows, around = request.open_reason, sheets.Rows(person), Around(request.actor, person)
    at_once.read(rows, around)
    return {
        **open_sheet(request, person, act, rows).context(),
        "outside_reason": lists.label("open_reason", outside) if outside else "",
        "can_assign": rules.can_assign(request.actor),
        **around.context(),
        "can_copy": rules.can_copy(request.actor),
        "can_erase": rules.can_erase(request.actor),
    }


def safeguarding_steps(request: Any, person: Person) -> list[sheets.StepShown]:
    """What was done since the age was said."""
    return open_sheet(request, person, "people.show_safeguarding").safeguarding()


def today_of(request: Any) -> date:
    """The project's own day now."""
    return timezone.now().astimezone(request.project.zone).date()


def after_change(person: Person) -> str:
    """The page after a change: for somebody of whose age nobody has been told yet, the safeguarding path."""
    return "people:note_safeguarding" if queries.is_nobody_told(person) else "people:show_person"


class Around:
    """What stands on a person's page beside the sheet; its lists are read with others of the page (`at_once`)."""

    def __init__(self, by: Actor, person: Person) -> None:
        self.by, self.person = by, person
        self.today = timezone.now().astimezone(person.project.zone).date()
        self.merges = comparing.merges_of(person.pk)
        self.clock = preview.Lines(person, self.today)

    @property
    def lists(self) -> list[Any]:
        return [self.merges, *self.clock.lists]

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        can_merge = rules.can_merge(self.by)
        return {
            "merges": comparing.merge_lines(self.person, self.merges) if can_merge else [],
            "can_merge": can_merge,
            "asks_age": self.person.asks_age_on(self.today),
            **self.clock.context(),
        }


@dataclass(frozen=True)
class Difference:
    """A field that someone else changed meanwhile. `typed` is "" when this worker had not touched it."""

    label: str
    now: str
    typed: str
    is_both: bool


def differences(
    seen: dict[str, Any], now: dict[str, Any], typed: dict[str, Any], touched: Iterable[str]
) -> list[Difference]:
    """Fields that differ from what the worker was shown, with what they typed there."""
    before, current, own, mine = seen, forms.canonical(now), forms.canonical(typed), set(touched)
    return [
        Difference(
            label=sheets.field_label(field),
            now=sheets.value_in_words(field, now[field]) or _("nothing"),
            typed=sheets.value_in_words(field, typed.get(field)) or _("nothing"),
            is_both=field in mine and own[field] != current[field],
        )
        for field in current
        if current[field] != before.get(field, "")
    ]


def way_in_words(now: dict[str, Any]) -> list[dict[str, str]]:
    """A way to reach as it is saved now, {key, value} for a summary list."""
    cautions = ", ".join(lists.label("caution", code) for code in now["cautions"] or [])
    rows = [
        {"key": _("How"), "value": lists.label("way", now["kind"] or "")},
        {"key": _("The number, the name or the place"), "value": now["value"] or ""},
        {"key": _("When it is safe"), "value": now["safe_times"] or ""},
        {"key": _("Never, and what is fine"), "value": cautions},
    ]
    return [row for row in rows if row["value"]]


def last_changed_by(project: Project, person: Person) -> str:
    """The name of whoever changed the record last; "" when nobody did."""
    row = trail.rows_about(project.id, person.id).filter(act="people.change_person").first()
    return worker_names({row.by_id}).get(row.by_id, "") if row else ""


def is_safe_next(request: HttpRequest, address: str) -> bool:
    """Whether `address` is a page of this very project."""
    home = request.project.url("desk:show_today")  # type: ignore[attr-defined]
    return address.startswith(home) and not any(part in address for part in ("\\", "//", ".."))
