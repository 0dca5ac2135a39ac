"""What the style page shows: one of everything, with invented words."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yarrow.ui import trends
from yarrow.ui.charts import Picture, Series, lines
from yarrow.ui.fields import (
    ChipsField,
    CounterField,
    DateField,
    OneChipField,
    PassphraseField,
    SuggestField,
)
from yarrow.ui.forms import Form
from yarrow.ui.happenings import Happening
from yarrow.ui.ladders import Mark, Row, ladders, legend
from yarrow.ui.tables import Column, Table

MONTHS = ("Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26", "Jun 26")
SPANS = [(date(2026, n, 1), date(2026, n + 1, 1) - timedelta(days=1)) for n in range(1, 7)]
OUTSIDE = (
    Happening("Raid on Mill Road", "Enforcement", date(2026, 3, 19), area="North"),
    Happening("The night bus stops", "A service", date(2026, 5, 1), date(2026, 6, 30)),
)


class SampleForm(Form):
    """One field of each kind."""

    called = forms.CharField(
        label=_("Name to be called by"), help_text=_("Any name. It does not have to be legal.")
    )
    language = SuggestField(
        label=_("Language"), suggestions=("English", "Polski", "Português", "Română"), required=False
    )
    met_on = DateField(
        label=_("When did you meet?"), help_text=_("For example, 27 3 2026"), not_after_today=True
    )
    place = forms.ChoiceField(
        label=_("Where"),
        choices=[("quay", "The quay"), ("arches", "The arches"), ("other", "Somewhere else")],
    )
    reach = forms.ChoiceField(
        label=_("How may we reach you?"),
        widget=forms.RadioSelect,
        choices=[("phone", "By phone"), ("word", "Leave word with someone"), ("never", "Please don't")],
    )
    reach_phone = forms.CharField(label=_("Phone number"), required=False)
    wants = forms.MultipleChoiceField(
        label=_("What would help?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("health", "Health care"), ("home", "A place to live"), ("talk", "Someone to talk to")],
        required=False,
    )
    done = ChipsField(
        label=_("Done"),
        choices=[("talk", "A talk"), ("tea", "Hot drink"), ("condoms", "Condoms"), ("alarm", "Alarm given")],
        required=False,
    )
    seemed = OneChipField(
        label=_("How did they seem?"),
        choices=[("well", "Well"), ("tired", "Tired"), ("low", "Low"), ("hurt", "Hurt")],
        required=False,
    )
    needles = CounterField(label=_("Needles"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    workbook = forms.FileField(label=_("Workbook"), required=False)
    passphrase = PassphraseField(label=_("Passphrase"), required=False)
    agreed = forms.BooleanField(label=_("They said yes to being written to"), required=False)
    home = forms.CharField(label=_("Near what"), required=False)
    reveals = {"reach": {"phone": "reach_phone"}, "wants": {"home": "home"}}


class RefusedForm(Form):
    """Controls whose answer was refused; nothing is sent with it."""

    zone = forms.ChoiceField(label=_("Zone"), choices=[("", ""), ("quay", "The quay")])
    tale = forms.CharField(label=_("What happened there"), widget=forms.Textarea(attrs={"rows": 2}))
    plan = forms.FileField(label=_("Plan of the place"))
    asked = forms.ChoiceField(
        label=_("Were they asked?"), widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "Not yet")]
    )
    helped = forms.MultipleChoiceField(
        label=_("Who helped?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("Workers", [("ade", "Ade"), ("rosa", "Rosa")]), ("Others", [("nurse", "The nurse")])],
    )
    mood = OneChipField(label=_("Mood"), choices=[("well", "Fine"), ("low", "Not so fine")])
    sure = forms.BooleanField(label=_("I read it again"))


class ClosedForm(Form):
    """Controls that can't be used now."""

    kept = forms.CharField(label=_("Kept by"), initial="Ade", disabled=True)
    since = DateField(label=_("Kept since"), initial=date(2026, 3, 27), disabled=True)
    hour = forms.CharField(
        label=_("Kept until"),
        initial="21:30",
        disabled=True,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    spot = forms.ChoiceField(label=_("Kept where"), choices=[("van", "In the van")], disabled=True)


def filled_form() -> SampleForm:
    """Sent with two mistakes, so that the page shows how errors look."""
    typed = {"called": "", "met_on_0": "31", "met_on_1": "2", "met_on_2": "2026", "needles": "12"}
    return SampleForm(
        {**typed, "reach": "phone", "reach_phone": "07700 900 123", "done": ["tea"], "seemed": "well"}
    )


def pieces() -> dict[str, Any]:
    """What each component of the style page is given."""
    by_hand = {"counted": ("Tea", "Alarms"), "refused": RefusedForm({}, {}), "closed": ClosedForm()}
    return {**_figures(), **_lists(), **_states(), **by_hand}


def _figures() -> dict[str, Any]:
    given = ["Hot drink", "Condoms", "Alarm"]
    return {
        "picture": _drawn("contacts", "Contacts by month"),
        "picture_by_night": _drawn("contacts-by-night", "Contacts by month, at night"),
        "raters": legend([(0, "They"), (1, "The worker"), (2, "Together")]),
        "stands": ladders(
            "stands",
            title="How things stand",
            describe="Home went up from 1 to 4 as they see it; the worker sees 2. Debt: rather not say.",
            rows=[
                Row("Home", {0: Mark(4, first=1), 1: Mark(2), 2: Mark(3)}),
                Row("Debt", {0: Mark(None, instead="–")}),
            ],
            n_steps=5,
        ),
        "strip": lines(
            "given", title="Given", describe="Hot drinks most.", labels=given, values=[310, 204, 7]
        ),
    }


def _drawn(name: str, title: str) -> Picture:
    return trends.trend(
        name,
        title=title,
        describe="Street contacts rise from 40 in January to 71 in June; the drop-in was closed in March.",
        labels=MONTHS,
        series=[
            Series("Street", [40, 44, 58, 61, 66, 71]),
            Series("Drop-in", [22, 25, None, 19, 30, 28]),
            Series("Phone", [9, 0, 12, 14, 11, 17]),
        ],
        first_column="Month",
        axis=trends.of_spans(SPANS),
        happenings=OUTSIDE,
    )


def _states() -> dict[str, Any]:
    """One of a thing, and more than fits: words without a space, other writing, six digits."""
    word = "Wintergartenvorstadtquartiersbegehungsteilnehmerverzeichnis"
    columns = [Column("Where"), *(Column(f"Kind {n}", is_number=True) for n in range(1, 8))]
    return {
        "one": Table("Given", [Column("What"), Column("How many", is_number=True)], [["Hot drinks", 1]]),
        "long": {
            "word": word,
            "name": word * 2,
            "note": f"Came with a friend, asked for the nurse. {word} " * 12,
            "arabic": "تحدثنا طويلا عن السكن وعن الأوراق وقالت إنها ستعود يوم الخميس مع صديقتها",
            "thai": "คุยกันนานเรื่องที่พักและเอกสารเธอบอกว่าจะกลับมาวันพฤหัสบดีพร้อมกับเพื่อนของเธอและล่าม",
            "facts": [{"key": word, "value": word * 3, "href": "#", "action": "Change it"}],
            "table": Table(f"Counted at {word}", columns, [[word, *(n * 123_457 for n in range(1, 8))]]),
        },
    }


def _lists() -> dict[str, Any]:
    now = timezone.now()
    return {
        "facts": [
            {"key": "Called", "value": "Kim", "href": "#", "action": "Change name to be called by"},
            {"key": "Key worker", "value": "Ade"},
        ],
        "events": [
            {
                "title": "Met at the quay",
                "at": now,
                "by": "Ade",
                "text": "Two hot drinks. Wants to see the nurse.",
            },
            {"title": "First met", "on": date(2025, 11, 3), "by": "Rosa"},
        ],
        "tasks": [
            {"title": "Ring about the flat", "href": "#", "status": "3 days late", "kind": "overdue"},
            {"title": "Go with Kim to the clinic", "href": "#", "status": "Tomorrow", "kind": "due"},
            {"title": "Letter to the council", "hint": "Sent by Rosa", "status": "Done", "kind": "done"},
        ],
    }
