"""Pictures of papers on a person's record: made anew as they come, the original sealed beside."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import rules
from yarrow.people.actions.rows import begin, entered_before, new_id
from yarrow.people.models import Paper, Person
from yarrow.people.said import words
from yarrow.staff.models import Project
from yarrow.vault import pictures, trail
from yarrow.vault.actors import Actor
from yarrow.vault.sealing_model import without_files

FIELDS = ("title", "original", "picture")


def add_paper(
    *,
    person: Person,
    title: str,
    content: bytes,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Paper:
    """Keep a picture (JPEG, PNG or WebP, as it came). Raises Refusal, NotHere, NotForYou, Locked, NoGrant.

    The picture is decoded before the transaction: that takes a second or two, and others write meanwhile.
    """
    rules.check_may_keep_papers(by, project)
    rules.check_here(person, project)
    tidy, picture = _titled(title), pictures.cleaned(content)
    with transaction.atomic():
        begin(person, project, by)
        known = entered_before(Paper, person, entry_id)
        if known is not None:
            return known
        paper = Paper(id=new_id(entry_id), project=project, person=person, added_by=by.id, added_at=at)
        for name, value in zip(FIELDS, (tidy, content, picture), strict=True):
            paper.sealed.put(f"notes.{name}", value, by.unlocked)
        paper.save(force_insert=True)
        _note("people.add_paper", paper, FIELDS, by, at)
    return paper


@transaction.atomic
def rename_paper(*, paper: Paper, title: str, project: Project, by: Actor, at: datetime) -> Paper:
    """Say otherwise what the paper is. Raises Refusal, NotHere, NotForYou, Locked, NoGrant."""
    rules.check_may_keep_papers(by, project)
    begin(paper.person, project, by)
    paper.sealed.put("notes.title", _titled(title), by.unlocked)
    paper.save(update_fields=["title"])
    _note("people.rename_paper", paper, ("title",), by, at)
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, project: Project, by: Actor, at: datetime) -> Paper:
    """Let go of both files for good; the row says that they are gone. Removing twice removes once."""
    rules.check_may_keep_papers(by, project)
    begin(paper.person, project, by)
    held = without_files(Paper.objects.select_for_update()).get(pk=paper.pk)
    if held.removed_at is None:
        Paper.objects.filter(pk=paper.pk).update(original=None, picture=None, removed_at=at)
        _note("people.remove_paper", paper, ("original", "picture"), by, at)
    return without_files(Paper.objects.all()).get(pk=paper.pk)


def _titled(title: str) -> str:
    tidy = words("title", title)
    if tidy is None:
        raise Refusal(_("Write what this paper is."), field="title")
    return tidy


def _note(act: str, paper: Paper, fields: tuple[str, ...], by: Actor, at: datetime) -> None:
    named = [f"people.paper.notes.{name}" for name in fields]
    trail.note(paper.project_id, by=by, act=act, subject=paper.person_id, fields=named, at=at)
