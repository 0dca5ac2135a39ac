"""What alerts are drafted, kept, published and recalled with."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.alerts.alert_rules import LONGEST_TEXT, LONGEST_WHY, version_of
from yarrow.alerts.risks import Risk
from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.ui.fields import ChipsField
from yarrow.ui.forms import Form

KEPT, WORDS = "kept-", "words-"


class StartForm(Form):
    """Which reports, in which languages. `reports`: (number, what it is) of those that may warn others."""

    with_entry_id = True
    reports = forms.MultipleChoiceField(label=_("Drawn from"), widget=forms.CheckboxSelectMultiple)
    languages = ChipsField(label=_("Languages"), choices=())

    def __init__(
        self,
        *args: Any,
        reports: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].choices = list(reports)  # type: ignore[attr-defined]
        self.fields["languages"].choices = list(languages)  # type: ignore[attr-defined]


class DraftForm(Form):
    """The words in each language, why risky ones stay, and whom it concerns (until it is published)."""

    with_version = True

    def __init__(
        self,
        *args: Any,
        languages: Iterable[tuple[str, str]],
        zones: Iterable[Zone],
        risks: Iterable[Risk],
        has_audience: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tags = [tag for tag, _name in languages]
        self.places = {str(zone.pk): zone for zone in zones}
        self.risks = {risk.key: risk for risk in risks}
        for tag, name in languages:
            self.fields[f"{WORDS}{tag}"] = forms.CharField(
                label=gettext("The warning (%s)") % name,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "lang": tag}),
            )
        for key, risk in self.risks.items():
            if not risk.finding.is_hard:
                self.fields[f"{KEPT}{key}"] = _kept_field(risk)
        if has_audience:
            self._add_audience()

    def _add_audience(self) -> None:
        self.fields["zones"] = ChipsField(
            label=_("Areas that it concerns"),
            choices=[(key, zone.label) for key, zone in self.places.items()],
            required=False,
            help_text=_("None chosen: members of every area get it."),
        )
        self.fields["settings"] = ChipsField(
            label=_("Settings that it concerns"),
            choices=people_lists.choices("setting"),
            required=False,
            help_text=_("None chosen: members of all settings get it."),
        )

    @property
    def words_fields(self) -> list[Any]:
        return [self[f"{WORDS}{tag}"] for tag in self.tags]

    @property
    def audience_fields(self) -> list[Any]:
        return [self[name] for name in ("zones", "settings") if name in self.fields]

    @property
    def risk_lines(self) -> list[tuple[Risk, Any]]:
        """Each risk with its box; None where no reason is taken."""
        names = {key: f"{KEPT}{key}" for key in self.risks}
        return [
            (risk, self[names[key]] if names[key] in self.fields else None)
            for key, risk in self.risks.items()
        ]

    def wanted(self) -> dict[str, Any]:
        """The words of the action."""
        said = self.cleaned_data
        kept = {key: said.get(f"{KEPT}{key}") or "" for key in self.risks}
        return {
            "words": {tag: said[f"{WORDS}{tag}"] for tag in self.tags},
            "kept": {key: why for key, why in kept.items() if why},
            "zones": [self.places[key] for key in said.get("zones", ())],
            "settings": said.get("settings", []),
            "version": version_of(said["version"]),
        }


class WhyForm(Form):
    """A reason in words."""

    why = forms.CharField(
        label=_("Why"), max_length=LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )


def _kept_field(risk: Risk) -> forms.CharField:
    label = (
        gettext("Why “%s” stays") % risk.finding.says if risk.finding.says else gettext("Why it may go out")
    )
    return forms.CharField(label=label, required=False, max_length=LONGEST_WHY)
