"""One-to-one contacts, corrections, follow-ups."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.codes import ONE_TO_ONE, SESSION, choices
from yarrow.contacts.forms.given import GivenForm, standing_values
from yarrow.contacts.models import Contact
from yarrow.contacts.rules import MISTAKES, MOST_MINUTES, MOST_PEOPLE
from yarrow.contacts.told import ToldFields
from yarrow.staff.models import Project
from yarrow.ui.forms import CounterField, DateField, Form, OneChipField
from yarrow.ui.versioned import VersionedForm

TIMES = ["%H:%M", "%H.%M", "%H%M", "%H"]


class MeetingForm(GivenForm):
    """What both forms below ask: which kind, which day, when, how long."""

    def __init__(self, *args: Any, project: Project, standing: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, project=project, standing=standing, **kwargs)
        today = DateField(label=_("Which day"), not_after_today=True)
        self.fields["happened_on"] = today
        self.fields["time"] = forms.TimeField(
            label=_("What time"),
            required=False,
            input_formats=TIMES,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
            help_text=_("Only if it matters. It is kept sealed."),
            error_messages={"invalid": _("We could not read that time. Write it like 14:30.")},
        )
        self.fields["minutes"] = CounterField(label=_("How many minutes"), empty=None, max_value=MOST_MINUTES)

    def told_when(self) -> ToldFields:
        """Kind, day, time and length, as arguments of the actions."""
        said = self.cleaned_data
        return {
            "happened_on": said["happened_on"],
            "met_at": _moment(self.project, said["happened_on"], said["time"]),
            "minutes": said["minutes"],
        }


class ContactForm(MeetingForm):
    """A one-to-one contact with somebody known, or with people not known (`is_known` False)."""

    with_entry_id = True

    def __init__(self, *args: Any, project: Project, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.fields["kind"] = OneChipField(
            label=_("How you met"),
            choices=choices("kinds", ONE_TO_ONE),
            error_messages={"required": _("Say how you met.")},
        )
        self.is_known = is_known
        if not is_known:
            self.fields["n_people"] = CounterField(
                label=_("How many people"), empty=1, min_value=1, max_value=MOST_PEOPLE, initial=1
            )
            self.fields["gender_seen"] = OneChipField(
                label=_("As they looked"), choices=choices("seen_gender"), required=False
            )

    def told(self) -> ToldFields:
        """What was said, as arguments of `record_contact`, without the person."""
        said = self.cleaned_data
        told: ToldFields = {**self.told_given(), **self.told_when(), "kind": said["kind"]}
        if not self.is_known:
            told |= {"n_people": said["n_people"], "gender_seen": said["gender_seen"]}
        return told


class CorrectForm(MeetingForm, VersionedForm):
    """Putting a contact right; opened with how it stands."""

    asks_follow_up = False

    def __init__(self, *args: Any, project: Project, contact: Contact, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **standing_values(contact),
            "kind": contact.kind,
            "happened_on": contact.happened_on,
            "minutes": contact.minutes,
            "n_people": contact.n_people,
            "gender_seen": contact.gender_seen,
            "version": contact.version,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, project=project, standing=contact, **kwargs)
        self.contact = contact
        group = SESSION if contact.session_id else ""
        self.fields["kind"] = OneChipField(label=_("How you met"), choices=choices("kinds", group))
        if contact.session_id:
            del self.fields["kind"]
        if contact.person_id is None:
            self.fields["n_people"] = CounterField(
                label=_("How many people"), empty=1, min_value=1, max_value=MOST_PEOPLE
            )
            self.fields["gender_seen"] = OneChipField(
                label=_("As they looked"), choices=choices("seen_gender"), required=False
            )

    def changes(self, *, with_note: bool) -> ToldFields:
        """What changed, as arguments of `correct_contact`. `with_note`: the note was readable, so it may go."""
        said = self.cleaned_data
        told = {**self.told_given(), **self.told_when()}
        told |= {name: said[name] for name in ("kind", "n_people", "gender_seen") if name in said}
        if not with_note and not told["note"]:
            told.pop("note")
        return told  # type: ignore[return-value]


class FollowUpForm(Form):
    """Something to do by a day."""

    due_on = DateField(label=_("By which day"))
    what = forms.CharField(
        label=_("What to do"),
        max_length=200,
        help_text=_("Everyone who meets people here can read this line."),
    )


class LinkForm(Form):
    """Who somebody was: a person found by name, or by code."""

    text = forms.CharField(label=_("Name or code"), required=False, max_length=80)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)


class RemoveForm(VersionedForm):
    """Why a contact is removed."""

    reason = OneChipField(
        label=_("Why"),
        choices=[(code, words) for code, words in MISTAKES.items() if code != "undone"],
        error_messages={"required": _("Say why it is removed.")},
    )


def _moment(project: Project, day: date | None, at: time | None) -> datetime | None:
    return datetime.combine(day, at, tzinfo=project.zone) if day and at else None
