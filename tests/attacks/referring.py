"""A referral that was sent and moved on, somebody told where to go, and a pathway; made through their actions."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from yarrow.agencies import actions as agencies
from yarrow.people import actions as people
from yarrow.people.models import Person
from yarrow.referrals import actions as referrals
from yarrow.sharing.actions import Fact


def referred(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """One of everything, with words in every field that takes them."""
    clinic = agencies.add_agency(name="Clinic by the Canal", kind="clinic", **act)
    service = agencies.add_service(agency=clinic, name="Evening clinic", needs=["sexual_health"], **act)
    said = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
    people.give_consent(person=person, categories=["identity", "support"], **said, **act)
    pathway = referrals.take_up_pathway(code="stable-then-trauma", **act)
    journey = referrals.begin_journey(person=person, pathway=pathway, **act)
    taken = journey.steps.get()
    where = {"agency": clinic, "service": service, "need": "sexual_health"}
    row = referrals.offer(person=person, taken=taken, words=word("words"), is_agreed=True, **where, **act)
    facts = [Fact("called", word("called")), Fact("support_words", word("support words"))]
    row = referrals.send(referral=row, facts=facts, **act)
    row = referrals.move(referral=row, act="accept", words=word("words"), **act)
    row = referrals.ask(referral=row, words=word("words"), **act)
    day = timezone.localdate()
    referrals.add_preparation(referral=row, kind="travel", done_on=day, pence=450, words=word("words"), **act)
    referrals.signpost(person=person, **where, **act)
    return {
        "referral_id": row.id,
        "journey_id": journey.id,
        "taken_id": taken.id,
        "act": "attend",
        "code": pathway.code,
    }


def concerned(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """A worry that others control somebody, what was done, and what they said about their papers."""
    said = {"wants": word("wants"), "signs": ["debt"], "words": word("words")}
    concern = referrals.raise_concern(person=person, **said, **act)
    referrals.add_concern_step(concern=concern, kind="safety", words=word("words"), **act)
    referrals.keep_stay_status(is_kept=True, **act)
    stay = {"status": "not_sure", "words": word("papers"), "is_asked": True}
    referrals.note_stay(person=person, **stay, **act)
    return {"concern_id": concern.id}
