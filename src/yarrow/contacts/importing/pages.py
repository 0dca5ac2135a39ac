"""What the pages about an import show, opened with one trail row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.importing.looking import mapping_from, warnings_from
from yarrow.contacts.models import ImportBatch
from yarrow.contacts.reading import FileMapping
from yarrow.contacts.states import COMING, LOOKED
from yarrow.methods.spreadsheet import csv_parts
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.sentences import translated
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading as opening
from yarrow.vault.unread import Unread

MOST_LISTED = 50
MOST_IMPORTS = 30
FIGURES = {
    "named": _("People met by name"),
    "unnamed": _("People met but not known"),
    "shifts": _("Shifts"),
    "condoms": _("Condoms"),
    "needles_out": _("Needles given"),
    "needles_in": _("Needles returned"),
    "people": _("People"),
    "contacts": _("Contacts"),
    "minutes": _("Minutes"),
    "attendances": _("Attendances"),
    "sessions": _("Sessions"),
    "junk_rows": _("Rows without a record: blank, totals, titles"),
    "exact_duplicate_rows": _("Rows identical to the row before"),
    "unknown_person": _("Rows of a person nobody knows"),
    "bad_date": _("Rows without a day we can read"),
}
KINDS = {
    "log": _("A night log"),
    "crm": _("An export of people and contacts"),
    "register": _("An attendance register"),
}


@dataclass(frozen=True, repr=False)
class Shown:
    """One import as its page shows it."""

    batch: ImportBatch
    file_name: str
    mapping: FileMapping | None
    not_taken: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return "[Shown]"

    @property
    def figures(self) -> list[tuple[str, int]]:
        """Words and numbers."""
        said = self.batch.figures
        return [(str(words), said[name]) for name, words in FIGURES.items() if said.get(name) is not None]

    @property
    def kind_words(self) -> str:
        """What kind of file it was read as."""
        return str(KINDS.get(self.batch.kind, ""))

    @property
    def first_not_taken(self) -> list[dict[str, Any]]:
        """As many as fit on a page."""
        return self.not_taken[:MOST_LISTED]


def batch_or_404(project: Project, batch_id: UUID) -> ImportBatch:
    """The import of this project; 404 otherwise, also for another project's."""
    batch = ImportBatch.objects.of(project).select_related("project").filter(id=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def shown(batch: ImportBatch, by: Actor) -> Shown:
    """The import with its sealed parts opened. Raises Locked, NoGrant."""
    with opening(by, batch.project_id, act="contacts.show_import") as page:
        name = page.open(batch, "identity.file_name")
        columns = page.open(batch, "identity.columns")
        not_taken = page.open(batch, "identity.not_taken")
    return Shown(
        batch,
        name.value or "",
        mapping_from(columns.value),
        [{**entry, "reason": translated(entry["reason"])} for entry in not_taken.value or []],
        [translated(sentence) for sentence in warnings_from(columns.value)],
    )


def recent(project: Project) -> list[ImportBatch]:
    """The last imports, newest first."""
    return list(ImportBatch.objects.of(project)[:MOST_IMPORTS])


def as_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """The rows not taken for a spreadsheet program, no cell of which can run."""
    lines = ([entry["sheet"], entry["row"], entry["reason"]] for entry in rows)
    return b"".join(csv_parts([str(_("Sheet")), str(_("Row")), str(_("Why"))], lines))


def unread_files(project: Project) -> list[Unread]:
    """Files that are neither in nor dropped: their rows may name anybody."""
    batches = ImportBatch.objects.of(project).filter(state__in=(LOOKED, COMING))
    return [
        Unread(
            gettext("A spreadsheet that is not in yet, of %s")
            % days.day(batch.started_at.astimezone(project.zone)),
            project.url("contacts:show_import", batch.id),
        )
        for batch in batches
    ]
