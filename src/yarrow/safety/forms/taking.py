"""A report, taken with whoever tells it: every question may be skipped, and more people may be described."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.queries.arranged import zones
from yarrow.people import lists as people_lists
from yarrow.safety import lists, queries, told
from yarrow.safety.errors import CannotBe
from yarrow.safety.forms.fields import (
    DayOrMonthField,
    LinesField,
    OneOrNoneField,
    line_box,
    one_of,
    several_of,
    text_box,
)
from yarrow.safety.told import MOST_OFFENDERS, SAID_MANY, SAID_ONCE
from yarrow.staff.models import Project
from yarrow.ui.forms import Form
from yarrow.ui.languages import LANGUAGES

ANOTHER = "another_person"
EACH = _("Each on a line of its own. A part of it helps too.")
LISTS = {"age": "ages", "height": "heights"}


def offender_fields() -> dict[str, forms.Field]:
    """What is asked about one person who did it."""
    return {
        "phones": LinesField(label=_("Phone numbers"), help_text=EACH),
        "plates": LinesField(label=_("Number plates"), help_text=EACH),
        "online": LinesField(
            label=_("E-mail addresses, names in apps, links"), help_text=_("Each on a line of its own.")
        ),
        "names": LinesField(label=_("Names they gave"), help_text=_("Each on a line of its own.")),
        "address": line_box(_("An address they gave, or where they took you")),
        "age": one_of("ages", _("About how old?")),
        "height": one_of("heights", _("How tall?")),
        "build": one_of("build", _("Build")),
        "hair": one_of("hair", _("Hair")),
        "face": one_of("face", _("Face")),
        "marks": several_of("marks", _("What stood out?")),
        "vehicle_kind": one_of("vehicle_kind", _("What did they drive?")),
        "vehicle_colour": one_of("vehicle_colour", _("Which colour?")),
        "words": text_box(
            _("Anything else about them"), rows=3, help_text=_("Voice, clothes, how they spoke.")
        ),
    }


# What is asked at first sight; the others stand under "What did they look like?".
KNOWN_BY = (*SAID_MANY, "address")


def choice_fields() -> dict[str, forms.Field]:
    """How far it goes, in the words of whoever reports."""
    return {
        "level": forms.ChoiceField(
            label=_("How far may it go?"),
            choices=partial(lists.choices, "levels"),
            widget=forms.RadioSelect,
            initial=lists.KEPT,
        ),
        "tell": forms.ChoiceField(
            label=_("Who may be told when somebody else reports the same person?"),
            choices=partial(lists.choices, "tells"),
            widget=forms.RadioSelect,
            initial=lists.NOBODY,
        ),
        "release": forms.ChoiceField(
            label=_("When may a check of a number, plate or name in an app say that it is known?"),
            choices=partial(lists.choices, "releases"),
            widget=forms.RadioSelect,
            initial=lists.NEVER,
        ),
    }


def check_somebody_is_told(form: forms.Form) -> None:
    """The same as on a phone, at the field."""
    said = form.cleaned_data
    if "tell" not in said:
        return
    try:
        told.check_somebody_is_told(said)
    except CannotBe as refusal:
        form.add_error(refusal.field, refusal.message)


class ReportForm(Form):
    """Everything that `told.read` reads. `may_choose_earlier`: the reader may see which reports there are."""

    with_entry_id = True
    data: Any
    kinds = several_of("kinds", _("What happened?"))
    words = text_box(_("In their words"), rows=6, help_text=_("Name nobody whom you support."))
    methods = several_of("methods", _("How was it done?"))
    day = DayOrMonthField(
        label=_("When was it?"), help_text=_("Leave the day empty if only the month is known.")
    )
    hours = one_of("hours", _("At what time of day?"))
    place = line_box(_("Where was it?"))
    zone = OneOrNoneField(label=_("In which area?"), offered=list)
    setting = OneOrNoneField(
        label=_("How were they working?"), offered=partial(people_lists.choices, "setting")
    )
    language = OneOrNoneField(
        label=_("In which language did they tell it?"),
        offered=lambda: [(one.code, one.name) for one in LANGUAGES],
    )
    reach = line_box(
        _("How may they be reached safely?"),
        help_text=_("Only if they want to be. When, how, and what to say."),
    )

    def __init__(self, *args: Any, project: Project, may_choose_earlier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django copies fields one level deep: a list of its own for this project.
        self.fields["zone"] = OneOrNoneField(
            label=self.fields["zone"].label, offered=lambda: [(one.code, one.label) for one in zones(project)]
        )
        if may_choose_earlier:
            self.fields["reporter"] = OneOrNoneField(
                label=_("Has this person told you of something before?"),
                help_text=_("Choose the earlier report, so that they count once."),
                offered=partial(queries.to_choose_from, project),
            )
        self.fields |= choice_fields()
        self.n_offenders = self._n_asked()
        for n in range(1, self.n_offenders + 1):
            self.fields |= {f"{name}_{n}": field for name, field in offender_fields().items()}
        self.fields["n_offenders"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=self.n_offenders
        )
        _name_each(self)

    @property
    def can_have_another(self) -> bool:
        return self.n_offenders < MOST_OFFENDERS

    def offenders(self) -> Iterator[dict[str, Any]]:
        """Each person's boxes: those they are known by, and how they looked (`is_open`: something stands there)."""
        for n in range(1, self.n_offenders + 1):
            looks = [self[f"{name}_{n}"] for name in offender_fields() if name not in KNOWN_BY]
            is_open = any(box.errors or box.value() for box in looks)
            known_by = [self[f"{name}_{n}"] for name in KNOWN_BY]
            yield {"n": n, "known_by": known_by, "looks": looks, "is_open": is_open}

    def is_sent(self, request: Any) -> bool:
        """Whether it was sent and is whole. The button for another person sends nothing: what was typed stands."""
        if request.method == "POST" and ANOTHER in request.POST:
            self._errors = ErrorDict()
            self.data = self.data.copy()
            self.data["n_offenders"] = str(self.n_offenders)
            return False
        return super().is_sent(request)

    def clean(self) -> dict[str, Any]:
        check_somebody_is_told(self)
        return dict(self.cleaned_data)

    def sent(self) -> dict[str, Any]:
        """What `told.read` reads."""
        said = self.cleaned_data
        names = ("kinds", "words", "methods", "day", "hours", "place", "zone", "setting", "language", "reach")
        return {
            **{name: said[name] for name in names},
            "reporter": said.get("reporter", ""),
            "offenders": [self._offender(n) for n in range(1, self.n_offenders + 1)],
            "choice": {name: said[name] for name in ("level", "tell", "release")},
        }

    def _offender(self, n: int) -> dict[str, Any]:
        names = (*SAID_MANY, *SAID_ONCE, "marks", "address", "words")
        return {name: self.cleaned_data[f"{name}_{n}"] for name in names}

    def _n_asked(self) -> int:
        if not self.is_bound:
            return 1
        said = str(self.data.get("n_offenders", ""))
        n = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 1
        return max(1, min(MOST_OFFENDERS, n + (ANOTHER in self.data)))


def _name_each(form: ReportForm) -> None:
    """Where several people are described, each box says of whom."""
    for n in range(1, form.n_offenders + 1) if form.n_offenders > 1 else ():
        for name in offender_fields():
            field = form.fields[f"{name}_{n}"]
            field.label = format_lazy(_("Person {n}: {label}"), n=n, label=field.label)
