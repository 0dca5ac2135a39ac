"""Reading for pages and commands."""

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from yarrow.agencies.errors import NotHere
from yarrow.agencies.models import Agency, Fact, Feed, FeedRun, NotTaken, Service
from yarrow.staff.models import Project

RUNS = 10
FACTS = 50
NOT_TAKEN = 1_000


def agency_in(project: Project, agency_id: UUID) -> Agency:
    """An agency of this project. Raises NotHere."""
    return _one(Agency.objects.of(project).select_related("feed"), agency_id)


def service_in(project: Project, service_id: UUID) -> Service:
    """A service of this project with its agency. Raises NotHere."""
    return _one(Service.objects.of(project).select_related("agency", "feed"), service_id)


def feed_in(project: Project, feed_id: UUID) -> Feed:
    """A feed of this project. Raises NotHere."""
    return _one(Feed.objects.filter(project=project), feed_id)


def has_any(project: Project) -> bool:
    """Whether the directory has begun."""
    return Agency.objects.of(project).exists()


def agencies_of(project: Project) -> QuerySet[Any]:
    """Agencies by name with how many services each has."""
    running = Q(services__gone_on=None)
    return (
        Agency.objects.of(project)
        .select_related("feed")
        .annotate(n_services=Count("services", filter=running))
    )


def services_of(agency: Agency) -> list[Service]:
    """Its services by name, those that are gone last."""
    return list(agency.services.order_by("gone_on", "name", "id"))


def facts_of(service: Service) -> list[Fact]:
    """What was noted, the latest first."""
    return list(service.facts.all()[:FACTS])


def feeds_of(project: Project) -> QuerySet[Feed]:
    """Feeds by name, with how many services of each are here and when it was last read whole."""
    read = FeedRun.objects.filter(feed=OuterRef("pk"), failed="").order_by("-read_at").values("read_at")[:1]
    return Feed.objects.filter(project=project).annotate(
        n_services=Count("services", filter=Q(services__gone_on=None)), last_read_at=Subquery(read)
    )


def feeds_to_read(project: Project, name: str = "") -> list[Feed]:
    """Feeds that are read still; the one of this name, where one is said."""
    feeds = Feed.objects.filter(project=project, is_ended=False).select_related("project")
    return list(feeds.filter(name=name) if name else feeds.exclude(address=""))


def runs_of(feed: Feed) -> list[FeedRun]:
    """The last readings, the latest first."""
    return list(feed.runs.all()[:RUNS])


def run_in(feed: Feed, run_id: UUID) -> FeedRun:
    """A reading of this feed. Raises NotHere."""
    return _one(FeedRun.objects.filter(feed=feed), run_id)


def not_taken_of(run: FeedRun) -> list[NotTaken]:
    """Rows that were not taken, by their number; a whole feed in a wrong format ends at a thousand."""
    return list(run.not_taken.all()[:NOT_TAKEN])


def _one(rows: QuerySet[Any], key: UUID) -> Any:
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotHere()
    return found
