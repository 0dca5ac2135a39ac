"""What left about somebody: on consent, by a link that a partner answered, and a proposal that waits for a second."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from yarrow.agencies.models import Agency
from yarrow.people import actions as people
from yarrow.people.models import Person
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact


def told(
    person: Person, agency_id: Any, act: dict[str, Any], word: Callable[[str], str]
) -> dict[tuple[str, str], Any]:
    """One of everything, with words in every field that takes them."""
    refuge = Agency.objects.get(pk=agency_id)
    said = {"purpose": "support", "recipient": refuge.recipient, "how": "spoken", "agency": refuge.pk}
    people.give_consent(person=person, categories=["identity", "safety"], **said, **act)
    facts = [Fact("called", word("called")), Fact("safety_words", word("safety words"))]
    told = {"person": person, "agency": refuge, "purpose": "support", "facts": facts, **act}
    share = actions.record_share(how="spoken", **told)
    made = actions.make_package(days=7, openings=3, **told)
    link = {"token": made.token, "code": made.code, "at": act["at"]}
    actions.open_package(**link)
    actions.answer_package(answer="refused", reason="sex_work", **link)
    people.withdraw_consent(person=person, **said, **act)
    actions.note_recall(share=made.package.share, how="spoken", answer=word("answer"), **act)
    asked = {"gateway": "court_order", "facts": ["called"], "reason": word("reason")}
    proposal = actions.propose_share(person=person, agency=refuge, **asked, **act)
    day = act["at"].date()
    agreement = actions.add_agreement(
        name="Sharing in the north",
        aim="To help people together",
        covers=["support"],
        categories=["identity", "support", "safety"],
        starts_on=day - timedelta(days=30),
        expires_on=day + timedelta(days=300),
        review_on=day + timedelta(days=150),
        **act,
    )
    signed = actions.sign(agreement=agreement, agency=refuge, signed_by="Head of the refuge", **act)
    ids = {"agency_id": refuge.pk, "share_id": share.pk, "package_id": made.package.pk}
    ids |= {"proposal_id": proposal.pk, "person_id": person.pk, "purpose": "support"}
    ids |= {"agreement_id": agreement.pk, "signature_id": signed.pk}
    return {("sharing", name): value for name, value in ids.items()}
