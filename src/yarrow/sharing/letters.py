"""How a letter reads, and what its pages show."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods.letters import BadTemplate, fields_of, filled
from yarrow.methods.sharing import WhyNot
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.people.queries import row_of
from yarrow.people.said import words
from yarrow.sharing import ledger, lists, rules
from yarrow.sharing.errors import CannotBe, in_words
from yarrow.sharing.models import Letter, LetterTemplate, Share
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class LetterShown:
    """One letter as it left. `is_taken_back`: it is not to be sent or printed any more."""

    letter: Letter
    agency: str
    text: str = field(repr=False)
    is_taken_back: bool


def fields_in(text: str) -> list[lists.Item]:
    """The fields that a template's text uses. Raises CannotBe for one that is not of the list."""
    known = {item.code: item for item in lists.items("letter_fields")}
    try:
        return [known[code] for code in fields_of(text, known)]
    except BadTemplate as bad:
        said = _("There is no field {%(name)s}. Use one of those listed beside the text.") % {
            "name": bad.said
        }
        raise CannotBe(said, field="text") from None


def asked(template: LetterTemplate) -> list[lists.Item]:
    """The fields that tell something about the person."""
    return [item for item in fields_in(template.words) if item.fact]


def text_of(
    template: LetterTemplate, agency: Agency, said: Mapping[str, str], worker: str, at: datetime
) -> str:
    """The letter, word for word. Raises CannotBe where a field says nothing."""
    project = template.project
    told = {"agency": agency.name, "project": project.name, "worker": worker}
    told["day"] = formats.date_format(at.astimezone(project.zone).date(), "DATE_FORMAT")
    for item in asked(template):
        text = words("note", said.get(item.code, ""))
        if not text:
            raise CannotBe(_("The letter has a place for this. Write what stands there."), field=item.code)
        told[item.code] = text
    return filled(template.words, told)


def mark_of(text: str, agency: Agency) -> str:
    """What betrays that a letter reads otherwise than the one that was shown, or goes elsewhere."""
    return hashlib.sha256(f"{agency.pk}\n{text}".encode()).hexdigest()


def templates_in(project: Project) -> tuple[list[LetterTemplate], list[lists.Item]]:
    """(templates in use, those of our own that the project does not use)."""
    rows = list(LetterTemplate.objects.in_use(project))
    taken = {row.code for row in rows}
    return rows, [item for item in lists.items("letters") if item.code not in taken]


def template_in(project: Project, template_id: UUID) -> LetterTemplate:
    """One that is in use; NotHere otherwise."""
    row = LetterTemplate.objects.in_use(project).select_related("project").filter(pk=template_id).first()
    if row is None:
        raise NotHere()
    return row


def letter_of(by: Actor, person: Person, letter_id: UUID, reason: str) -> LetterShown:
    """One letter, opened. Raises NotHere, Locked, NoGrant, Erased."""
    row: Letter = row_of(Letter, person, letter_id, "share__agency")
    is_taken_back = Share.objects.taken_back().filter(pk=row.share_id).exists()
    with reading(by, person.project_id, act="sharing.show_letter", reason=reason) as page:
        text = page.open(row, "notes.text")
    return LetterShown(row, row.share.agency.name, text.value or "", is_taken_back)


def starter(code: str) -> lists.Item:
    """One of our own; NotHere otherwise."""
    found = next((item for item in lists.items("letters") if item.code == code), None)
    if found is None:
        raise NotHere()
    return found


def what_is_missing(
    person: Person, template: LetterTemplate, agency: Agency, purpose: str, at: datetime
) -> str:
    """Why the letter could not leave now, in words; "" when it could. It holds nothing: sending asks again."""
    categories = lists.categories_of(item.fact for item in asked(template))
    found = rules.would_share(
        rows=ledger.rows_of(person),
        project=person.project,
        agency=agency,
        purpose=purpose,
        categories=categories,
        at=at,
        is_by_name=template.is_asked,
    )
    return in_words(found, agency.name) if isinstance(found, WhyNot) else ""
