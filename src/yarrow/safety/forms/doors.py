"""How the public page of reports is opened."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yarrow.ui.fields import ChipsField
from yarrow.ui.forms import Form
from yarrow.ui.languages import BY_CODE


class DoorForm(Form):
    """The languages in which it is offered."""

    languages = ChipsField(
        label=_("Languages"),
        choices=(),
        help_text=_("The first that somebody's phone asks for is shown; they can change it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, BY_CODE[code].name) for code, _english in settings.LANGUAGES]
        self.fields["languages"].choices = offered  # type: ignore[attr-defined]
