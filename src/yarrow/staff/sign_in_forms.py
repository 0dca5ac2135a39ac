"""allauth's sign-in form in our words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.ui.forms import PassphraseField


class LoginForm(AllauthLoginForm):
    """E-mail address and passphrase."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["login"].widget = email
        self.fields["login"].label = _("E-mail address")
        self.fields["password"] = PassphraseField(label=_("Passphrase"))
