"""What is asked before a check: one line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.methods.incidents.spellings import LONGEST
from yarrow.ui.forms import Form


class CheckForm(Form):
    """Always empty: what was asked comes back to no page."""

    text = forms.CharField(
        label=_("A phone number, a number plate, an e-mail address or a name on a site"),
        help_text=_("Write it in whatever way you have it. We keep nothing of what you ask."),
        max_length=LONGEST,
        required=False,
    )
