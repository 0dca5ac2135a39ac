"""Follow-ups put off, handed over and closed; after how many days to look for somebody."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.actions.following_up import MOST_DAYS
from yarrow.contacts.codes import choices
from yarrow.staff.models import Worker
from yarrow.ui.forms import CounterField, DateField, Form, OneChipField


class DoneForm(Form):
    """What came of it."""

    result = OneChipField(
        label=_("What came of it"),
        choices=partial(choices, "follow_up_results"),
        initial="done",
        error_messages={"required": _("Say what came of it.")},
    )


class PutOffForm(Form):
    """Another day."""

    due_on = DateField(label=_("By which day instead"))


class PassOnForm(Form):
    """A colleague."""

    worker = forms.TypedChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose somebody from the list.")}
    )

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(worker.pk): worker for worker in workers}
        names = [(key, worker.name) for key, worker in by_id.items()]
        self.fields["worker"].choices = [("", ""), *names]  # type: ignore[attr-defined]
        self.fields["worker"].coerce = by_id.__getitem__  # type: ignore[attr-defined]


class LookoutForm(Form):
    """The project's own number of days."""

    days = CounterField(
        label=_("After how many days without a contact"),
        empty=28,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("For people you have met fewer than five times. After that their own habit decides."),
    )
