"""What leaves with the project when it moves, and what of surveys stays."""

from django.utils.translation import gettext_lazy as _

from yarrow.surveys.models import Response, SurveyLink
from yarrow.vault.telling import Telling, tell


def ready() -> None:
    """Say it; called once as the room starts. Nothing here is about a person that we know."""
    tell(
        SurveyLink, Telling(part="more", label=_("Link to a survey"), stays=_("a link leads to this server"))
    )
    tell(Response, RESPONSE)


RESPONSE = Telling(
    part="more",
    label=_("Sheet of a survey"),
    fields={
        "survey": _("Survey"),
        "received_on": _("Day"),
        "how": _("How"),
        "language": _("Language"),
        "choices": _("Answers that were chosen"),
        "key": _("Key of what was written"),
    },
    left_out={"envelope": _("what people wrote is sealed to a key that stays; read it here first")},
)
