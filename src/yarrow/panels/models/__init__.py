"""The nouns of this room."""

from yarrow.panels.models.forum import Forum, ForumLine, ForumStep, Seat, SeatSupport
from yarrow.panels.models.items import Item, PanelAction, Telling
from yarrow.panels.models.panels import Attendance, Meeting, Panel, PanelAgency, PanelWorker

__all__ = [
    "Attendance",
    "Forum",
    "ForumLine",
    "ForumStep",
    "Item",
    "Meeting",
    "Panel",
    "PanelAction",
    "PanelAgency",
    "PanelWorker",
    "Seat",
    "SeatSupport",
    "Telling",
]
