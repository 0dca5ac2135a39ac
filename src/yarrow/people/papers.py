"""Pictures of papers, opened for their pages: what a list says, the picture, the original."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.people.errors import NotHere
from yarrow.people.models import Paper, Person
from yarrow.staff.models import worker_name
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading
from yarrow.vault.sealing_model import without_files

PICTURE, ORIGINAL = "picture", "original"


@dataclass(frozen=True)
class PaperShown:
    """One line of the papers on a record. `by`: who added it."""

    id: UUID
    title: str = field(repr=False)
    added_at: datetime
    by: str
    removed_at: datetime | None


def papers_of(person_id: UUID) -> QuerySet[Paper]:
    """Every picture on a record, removed ones too, the latest first; their files stay in the database."""
    return _with_names(Paper.objects.filter(person=person_id))


def paper_of(person: Person, paper_id: UUID) -> Paper:
    """A picture on this record, without its files. Raises NotHere."""
    paper = _with_names(Paper.objects.select_related("person").filter(pk=paper_id, person=person)).first()
    if paper is None:
        raise NotHere()
    return paper


def _with_names(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """Without their files, and with `by_name`: who added each."""
    return without_files(rows).annotate(by_name=worker_name("added_by"))


def shown(papers: Iterable[Paper], titles: dict[Any, Opened]) -> list[PaperShown]:
    """Lines of those whose title the reader could open."""
    lines = [paper for paper in papers if not titles[paper.id].is_closed]
    return [
        PaperShown(
            paper.id,
            titles[paper.id].value or "",
            paper.added_at,
            getattr(paper, "by_name", None) or "",
            paper.removed_at,
        )
        for paper in lines
    ]


def shown_one(by: Actor, paper: Paper, reason: str) -> PaperShown:
    """One line by itself. Raises Locked, NoGrant, Erased."""
    with reading(by, paper.project_id, act="people.show_paper", reason=reason) as page:
        titles = {paper.id: page.open(paper, "notes.title")}
    return shown([paper], titles)[0]


def file_of(by: Actor, paper: Paper, name: str, reason: str) -> bytes:
    """The picture made for showing, or the original. Raises NotHere once removed; Locked, NoGrant, Erased."""
    act = "people.show_picture" if name == PICTURE else "people.fetch_original"
    with reading(by, paper.project_id, act=act, reason=reason) as page:
        opened = page.open(paper, f"notes.{name}")
    if not isinstance(opened.value, bytes):
        raise NotHere()
    return opened.value
