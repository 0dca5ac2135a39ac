"""The supplies and things done that a project counts: the common lists and its own kinds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.contacts import codes
from yarrow.contacts.codes import Code, codes_of, listed
from yarrow.contacts.models import OwnKind
from yarrow.staff.models import Project, names_in
from yarrow.ui.tables import figure_text
from yarrow.vault.prepared import Prepared

Sort = Literal["supplies", "done"]
# A number never begins a line.
TIMES = " ×\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Counted:
    """The codes a project counts."""

    supplies: frozenset[str]
    done: frozenset[str]


def counted(project: Project, own: Iterable[OwnKind] | None = None) -> Counted:
    """Every code that may be counted, retired own kinds included (old contacts carry them).

    own   the project's own kinds, where they were read already
    """
    own = list(own_of(project.pk) if own is None else own)
    by_sort = {sort: {kind.code for kind in own if kind.sort == sort} for sort in ("supplies", "done")}
    return Counted(codes_of("supplies") | by_sort["supplies"], codes_of("done") | by_sort["done"])


def offered(
    project: Project, sort: Sort, also: Iterable[str] = (), own: Iterable[OwnKind] | None = None
) -> list[Code]:
    """The codes to offer, the common ones first, then the project's own; `also`: retired ones to offer again.

    own   the project's own kinds, where they were read already
    """
    kept = set(also)
    rows = OwnKind.objects.filter(project=project) if own is None else own
    theirs = [
        Code(kind.code, kind.label, on_sheet=kind.on_sheet)
        for kind in rows
        if kind.sort == sort and (kind.retired_at is None or kind.code in kept)
    ]
    common = [Code(c.code, _(c.label), c.group, c.on_sheet) for c in listed(sort)]
    return [*common, *theirs]


def labels(project: Project, sort: Sort) -> dict[str, str]:
    """Words for every code, retired kinds included."""
    return labels_with(OwnKind.objects.filter(project=project), sort)


def labels_with(own: Iterable[OwnKind], sort: Sort) -> dict[str, str]:
    """The same, where the project's own kinds were read already."""
    theirs = {kind.code: kind.label for kind in own if kind.sort == sort}
    return {**codes.labels(sort), **theirs}


# The kinds of a project's own, retired ones too, still to be read.
own_of = Prepared(lambda project_id: OwnKind.objects.filter(project=project_id))


class Words:
    """What the codes and the workers of a project are called; its lists are read with others of a page (`at_once`)."""

    def __init__(self, project: Project) -> None:
        self.own = own_of(project.pk)
        self.workers = names_in(project)

    @property
    def lists(self) -> list[Any]:
        return [self.own, self.workers]

    def labels(self, sort: Sort) -> dict[str, str]:
        """Words for every code, retired kinds included."""
        return labels_with(self.own, sort)

    @cached_property
    def names(self) -> dict[UUID, str]:
        """Worker id → name."""
        return dict(self.workers)


def in_words(labels: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """ "hot drinks × 1, condoms × 12": a label is a plural that projects choose, so no number stands before it."""
    return ", ".join(f"{labels.get(code, code).lower()}{TIMES}{figure_text(n)}" for code, n in counts.items())
