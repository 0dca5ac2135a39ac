"""What leaves with the project when it moves, and what its acts are called. Nothing here is about a person."""

from django.utils.translation import gettext_lazy as _

from yarrow.agencies.models import Agency, FeedRun, NotTaken
from yarrow.vault.telling import Telling, tell, tell_acts

READINGS = _("How feeds were read here: worth nothing elsewhere.")
ADDRESS = _("where a confidential agency is leaves in no file; write it down by hand where you go")


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    tell(Agency, AGENCY)
    for model in (FeedRun, NotTaken):
        tell(model, Telling(part="more", label=model.__name__, stays=READINGS))


AGENCY = Telling(
    part="more", label=_("Agency"), left_out={"address": ADDRESS}, kept_back=frozenset({"address"})
)
TRAIL = {
    "agencies.add_agency": _("added an agency"),
    "agencies.change_agency": _("changed an agency"),
    "agencies.show_agency": _("looked at where an agency is"),
    "agencies.add_service": _("added a service"),
    "agencies.change_service": _("changed a service"),
    "agencies.note_fact": _("noted what was learned about a service"),
    "agencies.add_feed": _("added a feed"),
    "agencies.change_feed": _("changed a feed"),
    "agencies.take_services": _("took what a feed has"),
    "agencies.note_failure": _("could not read a feed"),
}
