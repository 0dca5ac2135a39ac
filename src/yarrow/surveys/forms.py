"""What a survey is opened with."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.ui.fields import ChipsField, DateField
from yarrow.ui.forms import Form


class OpenForm(Form):
    """Days, languages, who asks, and by which questions figures are shown.

    `languages`: (tag, name) of the form's; `groups`: (link id, question) of those with one answer out of a list.
    """

    opens_on = DateField(label=_("First day"))
    closes_on = DateField(label=_("Last day"))
    languages = ChipsField(label=_("Languages"), choices=())
    groups = ChipsField(
        label=_("Show figures by"),
        choices=(),
        required=False,
        help_text=_("Questions with one answer out of a list, like “Where do you work?”."),
    )
    says_name = forms.BooleanField(
        label=_("Name the project on the pages"),
        required=False,
        help_text=_("Leave it out where the name tells what the project is for."),
    )

    def __init__(
        self,
        *args: Any,
        languages: Iterable[tuple[str, str]],
        groups: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tags = list(languages)
        self.fields["languages"].choices = self.tags  # type: ignore[attr-defined]
        self.fields["groups"].choices = list(groups)  # type: ignore[attr-defined]
        for tag, name in self.tags:
            self.fields[f"about-{tag}"] = forms.CharField(
                label=gettext("Who asks, and what happens with the answers (%s)") % name,
                required=False,
                max_length=1_000,
                widget=forms.Textarea,
            )

    @property
    def about_fields(self) -> list[Any]:
        """One box for each language."""
        return [self[f"about-{tag}"] for tag, _name in self.tags]

    def wanted(self) -> dict[str, Any]:
        """The words of the action."""
        said = self.cleaned_data
        named = ("opens_on", "closes_on", "languages", "groups", "says_name")
        about = {tag: said.get(f"about-{tag}") or "" for tag, _name in self.tags}
        return {**{name: said[name] for name in named}, "about": about}


class PaperForm(Form):
    """One sheet of paper; its questions are drawn by the engine."""

    with_entry_id = True
    language = forms.ChoiceField(label=_("Language of the paper"))

    def __init__(self, *args: Any, languages: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
