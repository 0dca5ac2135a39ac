"""What the page asks that proposes figures of referrals."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.evaluation.onward import WantedReferrals
from yarrow.evaluation.onward_paper import REFERRAL_ROWS, REFERRAL_TITLES
from yarrow.evaluation.release_forms import last_quarter, the_right_way_round
from yarrow.methods.activity import Period
from yarrow.methods.referral_gate import CAME
from yarrow.ui.forms import DateField, Form, OneChipField


class ReferralsForm(Form):
    """What referrals came to: which table, of which months, by which rows."""

    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))
    what = OneChipField(label=_("What to count"), choices=list(REFERRAL_TITLES.items()))
    by = forms.ChoiceField(
        label=_("Rows"),
        choices=list(REFERRAL_ROWS.items()),
        help_text=_("Gaps go by need, agency or how it went; reasons by agency or need."),
    )

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, initial={**last_quarter(today), "what": CAME, "by": "agency"})

    def clean(self) -> dict[str, Any]:
        """The period the right way round."""
        return the_right_way_round(self, super().clean() or {})

    def wanted(self) -> WantedReferrals:
        """The question in the words of `onward`."""
        said = self.cleaned_data
        return WantedReferrals(said["what"], said["by"], Period(said["from_on"], said["to_on"]))
