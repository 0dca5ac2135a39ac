"""What a page about a person's names, settings and ways to reach asks, and about the project's own settings."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people import lists, sheets
from yarrow.people.forms import WordsField
from yarrow.ui.forms import ChipsField, DateField, Form


class NameForm(Form):
    """Another name, or a number elsewhere."""

    with_entry_id = True
    kind = forms.ChoiceField(
        label=_("What it is"), choices=partial(lists.choices, "alias"), widget=forms.RadioSelect
    )
    name = WordsField("name", label=_("The name, or the number"), required=True)


class SettingForm(Form):
    """A setting and the person's own word for it."""

    with_entry_id = True
    code = forms.ChoiceField(label=_("Setting"))
    own_word = WordsField("own_word", label=_("Their own word for it"))
    from_on = DateField(label=_("Since"), required=False, help_text=_("Leave empty if nobody knows."))
    until_on = DateField(label=_("Until"), required=False, help_text=_("Leave empty if it still holds."))

    def __init__(self, *args: Any, project: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", ""), *sheets.setting_choices(project)]  # type: ignore[attr-defined]


class EndSettingForm(Form):
    """The last day of a setting."""

    until_on = DateField(label=_("Last day"), required=False, help_text=_("Leave empty for today."))


class WayForm(Form):
    """A way to reach someone."""

    with_entry_id = True
    kind = forms.ChoiceField(label=_("How"), choices=partial(lists.choices, "way"), widget=forms.RadioSelect)
    value = WordsField("value", label=_("The number, the name or the place"), required=True)
    safe_times = WordsField(
        "safe_times", label=_("When it is safe"), help_text=_("In their words: “after 8, not on Sundays”.")
    )
    cautions = ChipsField(
        label=_("Never, and what is fine"), choices=partial(lists.choices, "caution"), required=False
    )


class ChangeWayForm(WayForm):
    """The same, carrying the version the worker saw."""

    with_entry_id = False
    with_version = True


class SettingKindForm(Form):
    """One more setting on the project's list."""

    label = WordsField("label", label=_("What it is called"), required=True)
