"""The supplies and things done that a project counts: the common lists and its own kinds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from yarrow.contacts.codes import Code, codes_of, listed
from yarrow.contacts.models import OwnKind
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text

Sort = Literal["supplies", "done"]
# A number never begins a line.
TIMES = " ×\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Counted:
    """The codes a project counts."""

    supplies: frozenset[str]
    done: frozenset[str]


def counted(project: Project) -> Counted:
    """Every code that may be counted, retired own kinds included (old contacts carry them)."""
    own = OwnKind.objects.filter(project=project).values_list("sort", "code")
    by_sort = {sort: {code for s, code in own if s == sort} for sort in ("supplies", "done")}
    return Counted(codes_of("supplies") | by_sort["supplies"], codes_of("done") | by_sort["done"])


def offered(project: Project, sort: Sort, also: Iterable[str] = ()) -> list[Code]:
    """The codes to offer, the common ones first, then the project's own; `also`: retired ones to offer again."""
    kept = Q(retired_at=None) | Q(code__in=list(also))
    own = OwnKind.objects.filter(kept, project=project, sort=sort)
    theirs = [Code(kind.code, kind.label, on_sheet=kind.on_sheet) for kind in own]
    common = [Code(c.code, _(c.label), c.group, c.on_sheet) for c in listed(sort)]
    return [*common, *theirs]


def labels(project: Project, sort: Sort) -> dict[str, str]:
    """Words for every code, retired kinds included."""
    own = OwnKind.objects.filter(project=project, sort=sort).values_list("code", "label")
    return {**{c.code: _(c.label) for c in listed(sort)}, **dict(own)}


def in_words(labels: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """ "hot drinks × 1, condoms × 12": a label is a plural that projects choose, so no number stands before it."""
    return ", ".join(f"{labels.get(code, code).lower()}{TIMES}{figure_text(n)}" for code, n in counts.items())
