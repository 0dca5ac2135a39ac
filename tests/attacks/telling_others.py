"""What left about somebody: on consent, by a link that a partner answered, and a proposal that waits for a second."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.photos import photo
from yarrow.agencies.models import Agency
from yarrow.people import actions as people
from yarrow.people.models import Person
from yarrow.sharing import actions, letters
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Letter, Parting
from yarrow.staff.models import Membership, Worker
from yarrow.staff.roles import GUEST


def told(
    person: Person, agency_id: Any, act: dict[str, Any], word: Callable[[str], str]
) -> dict[tuple[str, str], Any]:
    """One of everything, with words in every field that takes them."""
    refuge = Agency.objects.get(pk=agency_id)
    said = {"purpose": "support", "recipient": refuge.recipient, "how": "spoken", "agency": refuge.pk}
    people.give_consent(person=person, categories=["identity", "safety"], **said, **act)
    facts = [Fact("called", word("called")), Fact("safety_words", word("safety words"))]
    facts += [Fact("file_safety", word("title"))]
    told = {"person": person, "agency": refuge, "purpose": "support", "facts": facts, **act}
    share = actions.record_share(how="spoken", **{**told, "facts": facts[:2]})
    file = actions.attach(photo(word))
    made = actions.make_package(days=7, openings=3, file=file, **told)
    link = {"token": made.token, "code": made.code, "at": act["at"]}
    actions.open_package(**link)
    actions.fetch_file(**link)
    actions.answer_package(answer="refused", reason="sex_work", **link)
    parting = Parting.objects.create(
        project=person.project, agency=refuge, shared_on=act["at"].date(), how="spoken", erased_at=act["at"]
    )
    ids = invited(person, refuge, act, word)
    letter = written(person, refuge, act, word)
    people.withdraw_consent(person=person, **said, **act)
    actions.note_recall(share=made.package.share, how="spoken", answer=word("answer"), **act)
    asked = {"gateway": "court_order", "facts": ["called"], "reason": word("reason")}
    proposal = actions.propose_share(person=person, agency=refuge, **asked, **act)
    ids |= {"agency_id": refuge.pk, "share_id": share.pk, "package_id": made.package.pk}
    ids |= {"proposal_id": proposal.pk, "person_id": person.pk, "purpose": "support"}
    ids |= {"parting_id": parting.pk}
    ids |= {"letter_id": letter.pk, "template_id": letter.template_id, "code": "court"}
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
    ids |= {"agreement_id": agreement.pk, "signature_id": signed.pk}
    return {("sharing", name): value for name, value in ids.items()}


def written(person: Person, agency: Agency, act: dict[str, Any], word: Callable[[str], str]) -> Letter:
    """A letter from a template of the project's own."""
    text = "{name} asks you: {safety}"
    template = actions.write_template(name="Asking for a bed", text=text, is_asked=True, **act)
    said = {"name": word("called"), "safety": word("safety words")}
    by = Worker.objects.get(pk=act["by"].id)
    seen = letters.mark_of(letters.text_of(template, agency, said, by.name, act["at"]), agency)
    told = {"person": person, "agency": agency, "template": template, "said": said, "seen": seen}
    return actions.write_letter(purpose="support", is_asked=True, **told, **act)


def invited(
    person: Person, agency: Agency, act: dict[str, Any], word: Callable[[str], str]
) -> dict[str, Any]:
    """A partner's worker with an account, to whom something was sent."""
    place = Membership.objects.get(project=person.project, role=GUEST)
    until = act["at"].date() + timedelta(days=30)
    guest = actions.seat_guest(membership=place, agency=agency, until=until, **act)
    told = {"facts": [Fact("called", word("called"))], "purpose": "support", "days": 7, "openings": 3}
    actions.make_package(person=person, agency=agency, guest=guest, **told, **act)
    return {"membership_id": place.pk}
