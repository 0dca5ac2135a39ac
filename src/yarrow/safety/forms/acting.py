"""What is done with a report: a reply, another choice, codes put right, one reporter, erasing."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.queries.arranged import zones
from yarrow.people import lists as people_lists
from yarrow.safety import lists, queries
from yarrow.safety.errors import CannotBe
from yarrow.safety.forms.fields import OneOrNoneField, several_of
from yarrow.safety.forms.taking import check_somebody_is_told, choice_fields
from yarrow.safety.models import Report
from yarrow.safety.told import LONGEST_TEXT, Chosen
from yarrow.staff.models import Project
from yarrow.ui.forms import Form
from yarrow.ui.languages import BY_CODE

ASK_AGAIN = _(
    "Someone else told us of what may be the same person. We have not read what you wrote, and nobody "
    "was told. May we? Choose below how far it may go, or write to us."
)


def ask_again(language: str) -> str:
    """The question that is asked again, in the language in which they reported where Yarrow speaks it."""
    with translation.override(language if language in BY_CODE else translation.get_language()):
        return str(ASK_AGAIN)


class ReplyForm(Form):
    """What whoever reported reads with their phrase."""

    with_entry_id = True
    words = forms.CharField(
        label=_("Your reply"),
        help_text=_("Only whoever has the words can read it. Name nobody, and no place to meet."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ChooseForm(Form):
    """How far it may go from now on, as the person who reported says it to a worker."""

    agreed = forms.BooleanField(
        label=_("Whoever reported it told me so themselves"),
        error_messages={"required": _("Only they can change this. Tick the box when they told you so.")},
    )

    def __init__(self, *args: Any, now: Chosen | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = self.fields.pop("agreed")
        self.fields |= {**choice_fields(), "agreed": agreed}
        for name in ("level", "tell", "release"):
            # Of what is still sealed nobody knows what was chosen: it is said anew.
            self.fields[name].initial = getattr(now, name) if now else None

    def clean(self) -> dict[str, Any]:
        check_somebody_is_told(self)
        return dict(self.cleaned_data)

    def chosen(self) -> Chosen:
        return Chosen(**{name: self.cleaned_data[name] for name in ("level", "tell", "release")})


class CorrectForm(Form):
    """The codes that figures count. Nothing of what was told in words."""

    kinds = several_of("kinds", _("What happened?"))
    zone = OneOrNoneField(label=_("In which area?"), offered=list)
    setting = OneOrNoneField(
        label=_("How were they working?"), offered=partial(people_lists.choices, "setting")
    )
    month = OneOrNoneField(label=_("In which month?"), offered=list)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, project: Project, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"] = OneOrNoneField(
            label=self.fields["zone"].label, offered=partial(_zones_around, project, report)
        )
        self.fields["month"] = OneOrNoneField(
            label=self.fields["month"].label, offered=partial(queries.months_around, project, report)
        )

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        return dict(self.cleaned_data)


def _zones_around(project: Project, report: Report) -> list[tuple[str, str]]:
    """The areas in use, and the one that the report says: putting something else right leaves it as it is."""
    offered = {one.code: one.label for one in zones(project)}
    if report.zone is not None:
        offered.setdefault(report.zone.code, report.zone.label)
    return list(offered.items())


class SameReporterForm(Form):
    """Which other report is by the same person."""

    def __init__(self, *args: Any, project: Project, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = OneOrNoneField(
            label=_("Which other report did they make?"),
            offered=partial(queries.to_choose_from, project, but=report),
        )

    def other(self) -> UUID:
        """Its number. Raises CannotBe."""
        if not self.cleaned_data["other"]:
            raise CannotBe(gettext("Choose a report of the list."), field="other")
        return UUID(self.cleaned_data["other"])


class EraseForm(Form):
    """Why a report is erased, and a word that nobody types by accident."""

    reason = forms.ChoiceField(
        label=_("Why do you erase it?"),
        choices=partial(lists.choices, "erase_reasons"),
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=_("Type the word erase"), help_text=_("So that it does not happen by a slip."), max_length=20
    )

    def clean_word(self) -> str:
        """The word itself, in any case."""
        word: str = self.cleaned_data["word"]
        if word.strip().casefold() != gettext("erase"):
            raise forms.ValidationError(gettext("Type the word erase, or leave the report as it is."))
        return word
