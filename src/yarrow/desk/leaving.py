"""Handing over what a worker leaves: their people, things to do, sessions, orders and time inside; the form for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import left_behind
from yarrow.contacts.lines import DueLine, opened_due
from yarrow.contacts.models import FollowUp, Session
from yarrow.justice import left_behind as courts
from yarrow.justice.left_behind import LeftLine, Row
from yarrow.people import lists, queries
from yarrow.people.models import Person
from yarrow.people.queries import Listed
from yarrow.staff.models import Project, Worker
from yarrow.ui import days
from yarrow.ui.forms import Form
from yarrow.vault.actors import Actor


@dataclass(frozen=True)
class LeftBehind:
    """What a worker would leave behind, opened for one reader."""

    worker: Worker
    people: list[Listed] = field(repr=False)
    due: list[DueLine] = field(repr=False)
    sessions: list[Session]
    courts: list[LeftLine] = field(default_factory=list, repr=False)

    @property
    def n(self) -> int:
        return len(self.people) + len(self.due) + len(self.sessions) + len(self.courts)


@dataclass(frozen=True)
class Shared:
    """Who takes on what."""

    people: dict[Person, Worker]
    follow_ups: dict[FollowUp, Worker]
    sessions: dict[Session, Worker]
    courts: dict[Row, Worker] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return len(self.people) + len(self.follow_ups) + len(self.sessions) + len(self.courts)


def left_by(by: Actor, project: Project, worker: Worker, today: date) -> LeftBehind:
    """Caseload, open follow-ups, sessions to come, orders that run and people inside, of one worker."""
    rows = left_behind.open_follow_ups(project, worker)
    people = queries.caseload(by, project, worker)
    return LeftBehind(
        worker=worker,
        people=people,
        due=opened_due(by, project, rows, today, "desk.show_left_behind"),
        sessions=left_behind.sessions_ahead(project, worker, today),
        courts=courts.left_by(by, project, worker, {one.person.pk: one.called for one in people}),
    )


class ShareOutForm(Form):
    """One colleague for everything, and another one wherever that is better."""

    def __init__(self, *args: Any, left: LeftBehind, workers: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        self.by_id = {str(worker.pk): worker for worker in workers}
        names = [(key, worker.name) for key, worker in self.by_id.items()]
        self.fields["to"] = forms.ChoiceField(
            label=_("Who takes it on"),
            choices=[("", ""), *names],
            error_messages={"required": _("Choose who takes it on.")},
        )
        self.fields["reason"] = forms.ChoiceField(
            label=_("Why"), choices=lists.choices("end_reason"), initial="handed_over"
        )
        for name, label in self._things():
            others = [("", _("the same colleague")), *names]
            self.fields[name] = forms.ChoiceField(label=label, choices=others, required=False)

    def _things(self) -> list[tuple[str, str]]:
        """(field, words) of everything that is left."""
        people = [
            (f"person_{x.person.pk}", f"{x.called or ''} · {x.person.code}".strip(" ·"))
            for x in self.left.people
        ]
        due = [(f"due_{x.follow_up.pk}", f"{x.who}: {x.what}".rstrip(": ")) for x in self.left.due]
        nights = [(x, f"{x.kind_label}, {days.day(x.planned_on)}") for x in self.left.sessions]
        court = [(f"court_{x.key}", f"{x.who}: {x.what}") for x in self.left.courts]
        return [*people, *due, *((f"session_{x.pk}", words) for x, words in nights), *court]

    def fields_of(self, group: str) -> list[forms.BoundField]:
        """The fields of one group: person, due, session or court."""
        return [self[name] for name in self.fields if name.startswith(f"{group}_")]

    @property
    def person_fields(self) -> list[forms.BoundField]:
        return self.fields_of("person")

    @property
    def due_fields(self) -> list[forms.BoundField]:
        return self.fields_of("due")

    @property
    def session_fields(self) -> list[forms.BoundField]:
        return self.fields_of("session")

    @property
    def court_fields(self) -> list[forms.BoundField]:
        return self.fields_of("court")

    def shared(self) -> Shared:
        """Who takes on what, as said."""
        return Shared(
            people={line.person: self._to("person", line.person.pk) for line in self.left.people},
            follow_ups={line.follow_up: self._to("due", line.follow_up.pk) for line in self.left.due},
            sessions={session: self._to("session", session.pk) for session in self.left.sessions},
            courts={line.row: self._to("court", line.key) for line in self.left.courts},
        )

    def _to(self, group: str, key: UUID) -> Worker:
        return self.by_id[self.cleaned_data[f"{group}_{key}"] or self.cleaned_data["to"]]
