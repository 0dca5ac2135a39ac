"""Supporting letters: the project's templates, and a letter that leaves under the decision of every other share."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import begin, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.people.said import words
from yarrow.sharing import letters, lists, rules
from yarrow.sharing.actions.shares import Fact, record_share
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Letter, LetterTemplate
from yarrow.staff.models import Project, Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def write_template(
    *,
    name: str,
    text: str,
    is_asked: bool,
    project: Project,
    by: Actor,
    at: datetime,
    code: str = "",
    is_in_use: bool = True,
) -> LetterTemplate:
    """A new template, or with its `code` a new version. The same words again are no version. Raises CannotBe, NotHere.

    `is_in_use` False takes it out of use. Letters that were written stay as they are.
    """
    rules.check_may_arrange(by, project)
    Project.objects.select_for_update().get(pk=project.pk)
    title, said = words("label", name), words("note", text)
    if not title or not said:
        raise CannotBe(_("Give it a name and write its words."), field="text" if title else "name")
    if not any(item.fact for item in letters.fields_in(said)):
        raise CannotBe(_("Put at least one place for something about the person in it."), field="text")
    last = LetterTemplate.objects.filter(project=project, code=code).order_by("-n").first() if code else None
    if code and last is None and code not in lists.codes("letters"):
        raise NotHere()
    told = {"name": title, "words": said, "is_asked": is_asked, "is_in_use": is_in_use}
    if last is not None and all(getattr(last, field) == value for field, value in told.items()):
        return last
    row = LetterTemplate(project=project, added_by=by.id, added_at=at, **told)
    row.code, row.n = code or _new_code(title), last.n + 1 if last else 1
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.write_template", at=at)
    return row


@transaction.atomic
def write_letter(
    *,
    person: Person,
    agency: Agency,
    template: LetterTemplate,
    purpose: str,
    said: Mapping[str, str],
    seen: str,
    project: Project,
    by: Actor,
    at: datetime,
    is_asked: bool = False,
    entry_id: UUID | None = None,
) -> Letter:
    """This letter leaves, exactly as it was seen: decided, written down and on the trail in one transaction.

    said   field of the template → its words; what is about nobody is filled in here
    seen   the mark of the letter that was shown (`letters.mark_of`)

    Raises NotAgreed, CannotBe, WrongStep, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_write_letters(by, project)
    begin(person, project, by)
    known = entered_before(Letter, person, entry_id)
    if known is not None:
        return known
    now = LetterTemplate.objects.in_use(project).filter(pk=template.pk).first()
    if now is None:
        raise WrongStep(_("This template was changed or taken out of use. Begin the letter again."))
    if now.is_asked and not is_asked:
        raise CannotBe(_("Only where they asked for this letter. Say that they did."), field="is_asked")
    text = letters.text_of(now, agency, said, Worker.objects.get(pk=by.id).name, at)
    if letters.mark_of(text, agency) != seen:
        raise WrongStep(_("The letter reads otherwise now. Read it again before it leaves."))
    told: dict[str, Any] = {"person": person, "agency": agency, "project": project, "by": by, "at": at}
    share = record_share(
        purpose=purpose, facts=facts_of(now, said), how="letter", is_by_name=now.is_asked, **told
    )
    row = Letter(id=new_id(entry_id), project=project, person=person, share=share, template=now)
    row.written_by, row.written_at = by.id, at
    row.sealed.put("notes.text", text, by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.write_letter", subject=person.id, at=at)
    return row


def facts_of(template: LetterTemplate, said: Mapping[str, str]) -> Sequence[Fact]:
    """What the letter tells about the person: its categories follow from the fields that the template uses."""
    told: dict[str, list[str]] = {}
    for field in letters.asked(template):
        told.setdefault(field.fact, []).append(words("note", said.get(field.code, "")) or "")
    return [Fact(code, "\n".join(texts)) for code, texts in told.items()]


def _new_code(name: str) -> str:
    """Random at its end: two templates may have one name."""
    return f"{slugify(name)[:30]}-{uuid4().hex[:6]}".strip("-")
