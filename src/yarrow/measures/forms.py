"""The room's own forms (not those that people are asked): bringing in, arranging, beginning, reasons."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.measures import codes, importing
from yarrow.measures.catalogue import Entry
from yarrow.methods.packs import CONTEXTS, Pack
from yarrow.staff.models import Worker
from yarrow.ui.fields import ChipsField, CounterField, DateField
from yarrow.ui.forms import Form
from yarrow.vault.pictures import TooLarge

CONTEXT_WORDS = {
    "service delivery": _("Helping people here"),
    "research": _("Research"),
    "education": _("Teaching"),
    "commercial": _("For profit"),
}


class BringForm(Form):
    """A Questionnaire, uploaded or pasted, and what it is. `slots`: questions of the measure still to be matched."""

    pack = forms.ChoiceField(label=_("What it is"), required=False)
    questionnaire = forms.CharField(
        label=_("Paste it here"),
        required=False,
        widget=forms.Textarea,
        help_text=_("A FHIR Questionnaire as JSON."),
    )
    file = forms.FileField(label=_("Or choose the file"), required=False)

    def __init__(self, *args: Any, entries: Iterable[Entry], is_too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_big = is_too_big
        named = [(one.pack.id, one.pack.name) for one in entries if one.may_bring]
        self.fields["pack"].choices = [("", gettext("A form of our own, or another one")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One text, from wherever it came."""
        known = super().clean() or self.cleaned_data
        file = known.get("file")
        if self.is_too_big:
            self.add_refusal(TooLarge())
        elif file is not None:
            known["questionnaire"] = _decoded(file.read(importing.LARGEST + 1))
        if not self.errors and not known.get("questionnaire"):
            self.add_error("questionnaire", _("Paste the form here, or choose its file."))
        return known


class MatchForm(Form):
    """Which question of the form is which of the measure."""

    def __init__(
        self, *args: Any, pack: Pack, slots: Iterable[str], questions: Mapping[str, str], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        listed = [("", gettext("It is not in this form")), *questions.items()]
        for slot in slots:
            self.fields[f"slot-{slot}"] = forms.ChoiceField(
                label=pack.slot(slot).topic, choices=listed, required=False
            )

    @property
    def chosen(self) -> dict[str, str]:
        """Slot → link id."""
        said = {name.removeprefix("slot-"): value for name, value in self.cleaned_data.items()}
        return {slot: link_id for slot, link_id in said.items() if link_id}


class MakeForm(Form):
    """A form of one's own, written on the desk."""

    title = forms.CharField(label=_("Title"), max_length=200)
    lines = forms.CharField(
        label=_("Questions, one on each line"),
        widget=forms.Textarea,
        help_text=_(
            "After the question, in square brackets, how it is answered: [yes/no], [number], [0-10], "
            "[good; all right; not good], [several: food; housing; money]. Without brackets: in their own words."
        ),
    )


class ReasonForm(Form):
    """Why, from one of the lists."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, listed: codes.ListName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = codes.choices(listed)  # type: ignore[attr-defined]


class ContextsForm(Form):
    """What measures are used for."""

    contexts = ChipsField(label=_("What you use measures for"), choices=(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code, str(CONTEXT_WORDS.get(code, code))) for code in CONTEXTS]
        self.fields["contexts"].choices = words  # type: ignore[attr-defined]


class PermissionForm(Form):
    """A permission that is held, and where its paper is."""

    pack = forms.ChoiceField(label=_("For which measure"))
    evidence = forms.CharField(
        label=_("From whom, and where it is kept"),
        max_length=300,
        help_text=_("“Letter of 3 May, blue folder”."),
    )
    granted_on = DateField(label=_("Given on"), not_after_today=True)

    def __init__(self, *args: Any, packs: Iterable[Pack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [("", ""), *((pack.id, pack.name) for pack in packs)]  # type: ignore[attr-defined]


class RouteForm(Form):
    """One way to help, as the calm page shows it."""

    label = forms.CharField(label=_("Who or what"), max_length=80)
    detail = forms.CharField(
        label=_("How"), max_length=200, help_text=_("A number to call or text, a door to knock at, and when.")
    )


class RespondersForm(Form):
    """Who is told, and how soon they look and act."""

    lead = forms.TypedChoiceField(label=_("Lead"), required=False, empty_value=None)
    deputy = forms.TypedChoiceField(label=_("Deputy"), required=False, empty_value=None)
    look_within = CounterField(label=_("Minutes until somebody has looked"), empty=120, max_value=10_080)
    act_within = CounterField(label=_("Minutes until something was done"), empty=480, max_value=10_080)

    def __init__(self, *args: Any, workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(worker.pk): worker for worker in workers}
        for name in ("lead", "deputy"):
            named = [(key, worker.name) for key, worker in by_id.items()]
            self.fields[name].choices = [("", gettext("Nobody")), *named]  # type: ignore[attr-defined]
            self.fields[name].coerce = by_id.__getitem__  # type: ignore[attr-defined]


class BeginForm(Form):
    """The circumstances of one filling."""

    with_entry_id = True
    occasion = forms.ChoiceField(label=_("What it is for"), widget=forms.RadioSelect)
    answered_by = forms.ChoiceField(label=_("Who answers"), widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language"))
    answered_on = DateField(
        label=_("Answered on"), required=False, not_after_today=True, help_text=_("Leave empty for today.")
    )

    def __init__(self, *args: Any, languages: Iterable[tuple[str, str]], told: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("occasion", "occasions"), ("answered_by", "answerers"), ("how", "hows")):
            self.fields[name].choices = codes.choices(listed)  # type: ignore[attr-defined,arg-type]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
        if told:
            self.fields["agreed"] = forms.ChoiceField(
                label=gettext("If an answer worries us, may we tell %s?") % told,
                choices=[("yes", gettext("Yes, they agree")), ("no", gettext("No, they would rather not"))],
                widget=forms.RadioSelect,
                help_text=gettext("Read them what stands above, then ask."),
            )


class WordsForm(Form):
    """What was done."""

    words = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea)


class CloseForm(ReasonForm):
    """How it ended."""

    words = forms.CharField(
        label=_("Anything to remember"), max_length=2000, required=False, widget=forms.Textarea
    )


def _decoded(content: bytes) -> str:
    """The text of a file; signs that are no text stay visible as such and are refused by the reader."""
    return content.decode("utf-8-sig", errors="replace")
