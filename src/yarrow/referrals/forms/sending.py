"""What leaves with a referral: each fact in sight, each may be left out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.people.forms import WordsField
from yarrow.sharing.actions import Fact
from yarrow.ui.forms import Form

FIELDS = ("called", "ways", "support_words")


def _text(label: object, rows: int, **kwargs: object) -> WordsField:
    return WordsField("note", label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SendForm(Form):
    """What they will read. What is emptied is not sent."""

    called = _text(_("What they are called"), 1)
    ways = _text(
        _("How to reach them"), 2, help_text=_("Empty it where they want to be reached through you.")
    )
    support_words = _text(_("What they want"), 3)

    def facts(self) -> list[Fact]:
        """What is to leave."""
        return [Fact(name, self.cleaned_data[name]) for name in FIELDS if self.cleaned_data[name]]

    def offered(self) -> list[str]:
        """Codes of what stands in the form before anybody changed it."""
        return [name for name in FIELDS if self.initial.get(name)]
