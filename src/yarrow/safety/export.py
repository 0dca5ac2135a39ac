"""What leaves with the project when it moves, and what the acts of this room are called. No row is about a person.

What is sealed in a report in escrow leaves in no file, whoever asks with which key.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yarrow.safety import lists
from yarrow.safety.models import Addition, Choice, Offender, Reply, Report, WayBack
from yarrow.vault.telling import INNER, Shut, Telling, listed, tell_all


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_all(TOLD, TRAIL)


def in_escrow(project_id: UUID, rows: list[Any]) -> set[Any]:
    """Those of these rows whose report is in escrow as it stands now."""
    of = {row.pk: row.sealing_subject for row in rows}
    said = Choice.objects.filter(project=project_id, report_id__in=set(of.values())).order_by("said_at", "id")
    level = dict(said.values_list("report_id", "level"))
    return {pk for pk, report_id in of.items() if level.get(report_id) == lists.ESCROW}


SHUT = Shut(
    in_escrow, _("Of reports that are closed until somebody else reports the same person: nothing sealed")
)
_coded = listed(lists.choices)
ROWS: dict[str, Any] = {"id": INNER, "project": INNER}
OF_REPORT: dict[str, Any] = {**ROWS, "report": INNER}
TOLD: dict[Any, Telling] = {
    Report: Telling(
        part="more",
        label=_("Report"),
        fields={
            "received_at": _("When it came"),
            "opened_at": _("When it was unsealed"),
            "way": _("How it came"),
            "kinds": _("What happened"),
            "setting": _("How they were working"),
            "zone": _("Area"),
            "month": _("In which month"),
            "language": _("In which language"),
            "compared_at": _("When it was compared"),
            "taken_by": _("Taken by"),
            "words": _("In their words"),
            "facts": _("Day, time, place and how it was done"),
            "reach": _("How to reach them safely"),
        },
        left_out={**ROWS, "reporter_id": INNER},
        values={"way": _coded("ways"), "kinds": _coded("kinds")},
        shut=SHUT,
    ),
    Offender: Telling(
        part="more",
        label=_("Who did it"),
        fields={"n": _("Number"), "described": _("What is known of them")},
        left_out=OF_REPORT,
        shut=SHUT,
    ),
    Addition: Telling(
        part="more",
        label=_("What was added later"),
        fields={"received_at": _("When it came"), "words": _("In their words")},
        left_out=OF_REPORT,
        shut=SHUT,
    ),
    Reply: Telling(
        part="more",
        label=_("Reply"),
        fields={
            "words": _("What you wrote"),
            "written_by": _("Written by"),
            "written_at": _("When"),
            "read_on": _("Read on"),
        },
        left_out={**OF_REPORT, "envelope": _("Only the words of whoever reported open it.")},
        shut=SHUT,
    ),
    Choice: Telling(
        part="more",
        label=_("How far a report goes"),
        fields={
            "level": _("How far"),
            "tell": _("Who is told of a match"),
            "release": _("What checks may say"),
            "said_at": _("When"),
            "how": _("How they said it"),
            "said_by": _("Said to"),
        },
        left_out={**ROWS, "report_id": INNER},
        values={name: _coded(f"{name}s") for name in ("level", "tell", "release")} | {"how": _coded("ways")},
    ),
    WayBack: Telling(
        part="more",
        label=_("Way back to a report"),
        stays=_("The words that people were given lead to their report here, and nowhere else."),
    ),
}
TRAIL = {
    "safety.take_report": _("wrote down a report"),
    "safety.take_addition": _("wrote down what was added to a report"),
    "safety.show_report": _("looked at a report"),
    "safety.choose": _("changed how far a report goes"),
    "safety.reply": _("replied to whoever reported"),
    "safety.correct": _("put right the codes of a report"),
    "safety.join_reporters": _("said that two reports are by one person"),
    "safety.part_reporter": _("said that a report is by somebody else after all"),
    "safety.hand_phrase": _("handed out words to come back with"),
    "safety.take_back": _("erased a report"),
}
