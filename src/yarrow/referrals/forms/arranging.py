"""When the project wants to hear of what is silent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.referrals import lists
from yarrow.referrals.models import Arrangement
from yarrow.ui.forms import Form

MOST_DAYS = 365


class RemindersForm(Form):
    """Days by state, and how much later a co-ordinator sees it too."""

    escalate_days = forms.IntegerField(
        label=_("Days until the co-ordinator sees it too"), min_value=0, max_value=MOST_DAYS
    )

    def __init__(self, *args: Any, arrangement: Arrangement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = [item for item in lists.items("states") if item.days is not None]
        for item in self.states:
            self.fields[item.code] = forms.IntegerField(
                label=item.words,
                min_value=1,
                max_value=MOST_DAYS,
                initial=arrangement.days.get(item.code, item.days),
            )
        self.fields["escalate_days"].initial = arrangement.escalate_days

    def said(self) -> dict[str, Any]:
        """What the action takes: only what differs from the list."""
        days = {
            item.code: self.cleaned_data[item.code]
            for item in self.states
            if self.cleaned_data[item.code] != item.days
        }
        return {"days": days, "escalate_days": self.cleaned_data["escalate_days"]}

    def day_fields(self) -> list[Any]:
        """The bound fields of the days, in the order of the states."""
        return [self[item.code] for item in self.states]
