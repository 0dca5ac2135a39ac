"""Every write of this room."""

from yarrow.agencies.actions.directory import add_agency, add_service, change_agency, change_service
from yarrow.agencies.actions.facts import note_fact
from yarrow.agencies.actions.feeds import add_feed, change_feed, note_failure, take_services

__all__ = [
    "add_agency",
    "add_feed",
    "add_service",
    "change_agency",
    "change_feed",
    "change_service",
    "note_fact",
    "note_failure",
    "take_services",
]
