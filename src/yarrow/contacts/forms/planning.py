"""Planning a session; the project's own zones and kinds."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import queries
from yarrow.contacts.codes import SESSION, choices
from yarrow.contacts.forms.meeting import TIMES
from yarrow.contacts.models import OwnKind, Session
from yarrow.staff.models import Project
from yarrow.ui.forms import ChipsField, CounterField, DateField, Form, OneChipField, SuggestField
from yarrow.ui.sorting import by_name
from yarrow.ui.typed import listed
from yarrow.ui.versioned import VersionedForm

AGENCIES = 3
NO_TIME = {"invalid": _("We could not read that time. Write it like 22:00.")}


def _time(label: Any) -> forms.TimeField:
    box = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.TimeField(
        label=label, required=False, input_formats=TIMES, widget=box, error_messages=NO_TIME
    )


class PlanForm(VersionedForm):
    """One session: what, when, where, who comes."""

    with_entry_id = True

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.places = queries.zones(project)
        self.crew = queries.crew(project)
        self.fields["kind"] = OneChipField(
            label=_("What kind"),
            choices=choices("kinds", SESSION),
            error_messages={"required": _("Say what kind of session it is.")},
        )
        self.fields["planned_on"] = DateField(label=_("Which day it belongs to"))
        self.fields["starts"] = _time(_("From"))
        self.fields["ends"] = _time(_("Until"))
        self.fields["zones"] = ChipsField(
            label=_("Where"), choices=[(str(z.id), z.label) for z in self.places], required=False
        )
        self.fields["languages"] = forms.CharField(
            label=_("Languages spoken on the shift"),
            required=False,
            max_length=200,
            help_text=_("With commas between them."),
        )
        self._ask_workers()
        self._ask_agencies()

    def _ask_workers(self) -> None:
        parts = [("", _("Not on it")), *choices("shift_parts")]
        for worker_id, name in self.crew:
            self.fields[f"part_{worker_id}"] = forms.ChoiceField(label=name, choices=parts, required=False)

    def _ask_agencies(self) -> None:
        known = queries.agency_names(self.project)
        for n in range(AGENCIES):
            self.fields[f"agency_{n}"] = SuggestField(
                label=_("Agency that comes along"), suggestions=known, required=False, max_length=80
            )
            self.fields[f"agency_people_{n}"] = CounterField(
                label=_("How many of theirs"), empty=1, min_value=1, max_value=50
            )

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[f"part_{worker_id}"] for worker_id, _name in self.crew]

    @property
    def agency_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"agency_{n}"], self[f"agency_people_{n}"]) for n in range(AGENCIES)]

    def said(self) -> dict[str, Any]:
        """What was said, as arguments of `plan_session`."""
        said = self.cleaned_data
        starts = self._moment(said["planned_on"], said["starts"])
        ends = self._moment(said["planned_on"], said["ends"])
        if starts and ends and ends <= starts:
            # A shift that runs past midnight.
            ends += timedelta(days=1)
        return {
            "kind": said["kind"],
            "planned_on": said["planned_on"],
            "starts_at": starts,
            "ends_at": ends,
            "zones": [zone for zone in self.places if str(zone.id) in said["zones"]],
            "languages": sorted(set(listed(said["languages"]))),
            "workers": {key: said[f"part_{key}"] for key, _name in self.crew if said[f"part_{key}"]},
            "agencies": self._agencies(),
        }

    def _agencies(self) -> Mapping[str, int]:
        said = self.cleaned_data
        pairs = [(said[f"agency_{n}"].strip(), said[f"agency_people_{n}"]) for n in range(AGENCIES)]
        return {name: people for name, people in pairs if name}

    def _moment(self, day: date, at: time | None) -> datetime | None:
        return datetime.combine(day, at, tzinfo=self.project.zone) if at else None


def session_values(session: Session, project: Project) -> dict[str, Any]:
    """How a session stands, as initial values of `PlanForm`."""
    starts, ends = (
        moment.astimezone(project.zone).strftime("%H:%M") if moment else ""
        for moment in (session.starts_at, session.ends_at)
    )
    coming = by_name(session.agencies.select_related("agency"), lambda line: line.agency.name)
    values: dict[str, Any] = {
        "kind": session.kind,
        "planned_on": session.planned_on,
        "starts": starts,
        "ends": ends,
        "zones": [str(zone.id) for zone in session.zones.all()],
        "languages": ", ".join(session.languages),
        "version": session.version,
    }
    values |= {f"part_{line.worker_id}": line.part for line in session.workers.all()}
    for n, line in enumerate(coming[:AGENCIES]):
        values |= {f"agency_{n}": line.agency.name, f"agency_people_{n}": line.n_people}
    return values


class NoteForm(Form):
    """A note to a session."""

    with_entry_id = True
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000)


class ZoneForm(Form):
    """A zone of the project's own."""

    label = forms.CharField(
        label=_("A new zone"),
        max_length=60,
        help_text=_("Large enough that it shows nobody's corner: never a street."),
    )


class KindForm(Form):
    """Something else that the project counts."""

    sort = OneChipField(label=_("What it is"), choices=OwnKind.SORTS, initial="supplies")
    label = forms.CharField(label=_("What you call it"), max_length=60)
    on_sheet = forms.BooleanField(label=_("Show it on the shift sheet at once"), required=False)
