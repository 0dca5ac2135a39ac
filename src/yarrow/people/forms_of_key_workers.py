"""What a page about key workers asks: one person, or several handed over at once."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people import lists
from yarrow.ui.forms import DateField, Form


class KeyWorkerForm(Form):
    """Who is the fixed point of contact from when on."""

    worker = forms.TypedChoiceField(label=_("Key worker"))
    from_on = DateField(label=_("From"), required=False, help_text=_("Leave empty for today."))
    reason = forms.ChoiceField(
        label=_("Why it changes"),
        choices=partial(lists.choices, "end_reason"),
        initial="handed_over",
        required=False,
    )

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [("", ""), *((key, row.name) for key, row in by_id.items())]  # type: ignore[attr-defined]
        self.fields["worker"].coerce = by_id.__getitem__  # type: ignore[attr-defined]


class EndKeyWorkerForm(Form):
    """Why someone has no key worker from today on."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=partial(lists.choices, "end_reason"), widget=forms.RadioSelect
    )


class HandOverForm(Form):
    """Several people to one worker."""

    people = forms.TypedMultipleChoiceField(label=_("Who"), widget=forms.CheckboxSelectMultiple)
    worker = forms.TypedChoiceField(label=_("To"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=partial(lists.choices, "end_reason"), initial="handed_over"
    )

    def __init__(self, *args: Any, listed: list[Any], workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(line.person.pk): line.person for line in listed}
        names = {
            str(line.person.pk): f"{line.called or _('No name given')} · {line.person.code}"
            + (f" ({lists.label('age_band', lists.UNDER_18)})" if line.person.is_under_18 else "")
            for line in listed
        }
        by_id = {str(worker.pk): worker for worker in workers}
        self.fields["people"].choices = list(names.items())  # type: ignore[attr-defined]
        self.fields["people"].coerce = people.__getitem__  # type: ignore[attr-defined]
        self.fields["worker"].choices = [("", ""), *((key, row.name) for key, row in by_id.items())]  # type: ignore[attr-defined]
        self.fields["worker"].coerce = by_id.__getitem__  # type: ignore[attr-defined]
