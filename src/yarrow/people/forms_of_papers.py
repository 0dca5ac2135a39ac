"""Forms of pictures of papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people.forms import WordsField
from yarrow.ui.forms import Form
from yarrow.vault import pictures

# Phones turn their own kinds of pictures into one of these when a page asks for them.
KINDS = "image/jpeg,image/png,image/webp"


class TitleForm(Form):
    """What the paper is."""

    title = WordsField(
        "title",
        label=_("What it is"),
        help_text=_("In your words: “letter from the hospital, May”."),
        required=True,
    )


class PaperForm(TitleForm):
    """A picture and what it is."""

    with_entry_id = True
    picture = forms.FileField(
        label=_("The picture"),
        help_text=_(
            "A phone offers its camera; lay the paper flat. JPEG, PNG or WebP, up to 10 MB. "
            "Delete the photo from the phone afterwards if it stays there."
        ),
        error_messages={
            "required": _("Take or choose a picture first."),
            "empty": _("This file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )

    def __init__(self, *args: Any, is_too_big: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_big = is_too_big

    def clean(self) -> dict[str, Any]:
        """A file that was let go of on arrival is said to be too large, not missing."""
        known = super().clean() or self.cleaned_data
        if self.is_too_big:
            self.errors.pop("picture", None)
            self.add_refusal(pictures.TooLarge())
        return known
