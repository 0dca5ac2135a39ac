"""Bringing a spreadsheet: choose the file, say what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.importing.looking import Changes
from yarrow.contacts.reading import FileMapping
from yarrow.contacts.reading.columns import MEANINGS_OF
from yarrow.contacts.reading.mapping import ABSENT, MARK, PRESENT, SheetMapping
from yarrow.ui.forms import Form

DAY_FIRST, MONTH_FIRST = "day", "month"
ORDERS = [(DAY_FIRST, _("Day first: 3/4 is 3 April")), (MONTH_FIRST, _("Month first: 3/4 is 4 March"))]
ABSENCES = [(PRESENT, _("Count as present (the usual rule)")), (ABSENT, _("Mean absent"))]
WORDS = {
    "": _("Don't read it"),
    "name": _("Who was met"),
    "person_id": _("The person's number"),
    "contact_id": _("The row's own number"),
    "place": _("Where"),
    "shift": _("Kind of shift"),
    "n_people": _("How many people"),
    "needles_out": _("Needles given"),
    "needles_in": _("Needles returned"),
    "seemed": _("How they seemed"),
    "ignored_date": _("Another date"),
    "total": _("A total"),
    "known_as": _("Called"),
    "contact_type": _("How the contact was made"),
    "sti_tests": _("STI tests"),
    "address": _("Address"),
    "age": _("Age"),
    "alarm": _("Alarm"),
    "birth_date": _("Birth date"),
    "blankets": _("Blankets"),
    "clothing": _("Clothing"),
    "condoms": _("Condoms"),
    "consent": _("Consent"),
    "date": _("Date"),
    "dental_dams": _("Dental dams"),
    "email": _("Email"),
    "first_name": _("First name"),
    "first_seen": _("First seen"),
    "foil": _("Foil"),
    "follow_up": _("Follow up"),
    "food": _("Food"),
    "gender": _("Gender"),
    "hot_drink": _("Hot drink"),
    "hours": _("Hours"),
    "hygiene": _("Hygiene"),
    "internal_condoms": _("Internal condoms"),
    "language": _("Language"),
    "last_name": _("Last name"),
    "leaflets": _("Leaflets"),
    "lube": _("Lube"),
    "minutes": _("Minutes"),
    "naloxone": _("Naloxone"),
    "nationality": _("Nationality"),
    "note": _("Note"),
    "outcome": _("Outcome"),
    "phone": _("Phone"),
    "pregnancy_tests": _("Pregnancy tests"),
    "programme": _("Programme"),
    "sharps_bins": _("Sharps bins"),
    "time": _("Time"),
    "water": _("Water"),
    "wipes": _("Wipes"),
    "workers": _("Workers"),
}


def words_for(meaning: str) -> Any:
    """The words for a meaning."""
    return WORDS[meaning]


class UploadForm(Form):
    """The file."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("A CSV file or an Excel workbook (.xlsx), up to 20 MB."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )
    order = forms.ChoiceField(
        label=_("Where a date could be read both ways"),
        choices=ORDERS,
        widget=forms.RadioSelect,
        initial=DAY_FIRST,
    )

    def __init__(self, *args: Any, too_big: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    def clean(self) -> dict[str, Any]:
        """A file that was too big never got here; say that instead of asking for one."""
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", self.too_big)
        return self.cleaned_data


class ColumnsForm(Form):
    """One choice for each column of the sheets that are read, and one for a register's words of absence."""

    order = forms.ChoiceField(
        label=_("Where a date could be read both ways"), choices=ORDERS, widget=forms.RadioSelect
    )
    absence_words = forms.ChoiceField(
        label=_("Marks such as n, 0 or absent"),
        help_text=_("Any mark but a dash means present, unless you say otherwise."),
        choices=ABSENCES,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, mapping: FileMapping, day_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.places: dict[str, tuple[str, int]] = {}
        self.before: dict[str, str] = {}
        self.fields["order"].initial = DAY_FIRST if day_first else MONTH_FIRST
        self.fields["absence_words"].initial = mapping.absence_words
        if mapping.kind != "register":
            del self.fields["absence_words"]
        for n, sheet in enumerate(mapping.sheets):
            if sheet.role != "other":
                self._ask(n, sheet)
        self.order_fields([*self.places, "absence_words", "order"])

    def _ask(self, n: int, sheet: SheetMapping) -> None:
        meanings = ["", *sorted(MEANINGS_OF[sheet.role] - {MARK}, key=lambda m: str(words_for(m)))]
        for column in sheet.columns:
            if column.meaning == MARK:
                continue
            name = f"c{n}_{column.column}"
            label = column.heading or _("Column %(n)d, without a heading") % {"n": column.column + 1}
            self.fields[name] = forms.ChoiceField(
                label=f"{sheet.sheet}: {label}" if len(self.mapping.sheets) > 1 else label,
                choices=[(meaning, words_for(meaning)) for meaning in meanings],
                initial=column.meaning,
                required=False,
            )
            self.places[name], self.before[name] = (sheet.sheet, column.column), column.meaning

    def changes(self) -> Changes:
        """Only what was changed."""
        said = self.cleaned_data
        return {place: said[name] for name, place in self.places.items() if said[name] != self.before[name]}

    @property
    def absence_choice(self) -> str:
        """What was chosen; "" when the answer is left as it was guessed."""
        said = str(self.cleaned_data.get("absence_words", ""))
        return said if said != self.mapping.absence_words else ""

    @property
    def is_day_first(self) -> bool:
        """The order chosen."""
        return bool(self.cleaned_data["order"] == DAY_FIRST)
