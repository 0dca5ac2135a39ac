"""The nouns of this room."""

from yarrow.agencies.models.agencies import Agency, AgencySet, Fact, Feed, Service, ServiceSet
from yarrow.agencies.models.importing import FeedRun, NotTaken

__all__ = ["Agency", "AgencySet", "Fact", "Feed", "FeedRun", "NotTaken", "Service", "ServiceSet"]
