"""What the page asks that proposes figures of reports."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.evaluation.release_forms import last_quarter, the_right_way_round
from yarrow.evaluation.reporting import WantedReports
from yarrow.evaluation.reports_paper import REPORT_ROWS
from yarrow.methods.activity import Period
from yarrow.ui.forms import DateField, Form


class ReportsForm(Form):
    """Of which months, by which rows."""

    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))
    by = forms.ChoiceField(label=_("Rows"), choices=list(REPORT_ROWS.items()))

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, initial={**last_quarter(today), "by": "kind"})

    def clean(self) -> dict[str, Any]:
        """The period the right way round."""
        return the_right_way_round(self, super().clean() or {})

    def wanted(self) -> WantedReports:
        """The question in the words of `reporting`."""
        said = self.cleaned_data
        return WantedReports(said["by"], Period(said["from_on"], said["to_on"]))
