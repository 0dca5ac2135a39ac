"""Reconciles what a feed has with what is here: read = new + changed + unchanged + not taken, and what is gone.

A feed's own fields follow the feed. What workers wrote (kind, needs once they chose them, facts, a confidential
address) is never touched, and of a confidential agency a feed's words and whereabouts are not taken at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from yarrow.agencies import finding
from yarrow.agencies.hsds import NotRead, ReadAgency, ReadService, read_services
from yarrow.agencies.models import Agency, Feed, FeedRun, NotTaken, Service
from yarrow.vault.actors import Actor

BATCH = 500
FEW = 10
AGENCY_FIELDS = ("name", "about", "phone", "email", "url", "public_address")
SERVICE_FIELDS = (
    *("agency", "name", "about", "status", "needs", "languages", "places", "phone", "email", "url"),
    *("public_address", "waiting_said", "assured_on", "gone_on"),
)
FOUND_BY = ("words", "place_words")


def take(
    feed: Feed, rows: Sequence[Any], *, by: Actor, at: datetime, is_whole: bool, believes_gone: bool
) -> FeedRun:
    """One reading. The caller holds the feed and the transaction."""
    today = at.astimezone(feed.project.zone).date()
    read = list(read_services(list(rows), today))
    services = [one for one in read if isinstance(one, ReadService)]
    refused = [one for one in read if isinstance(one, NotRead)]
    run = FeedRun(project=feed.project, feed=feed, read_by=by.id, read_at=at, is_whole=is_whole)
    run.n_read, run.n_not_taken = len(read), len(refused)
    changed = _Changed(feed, by, at)
    changed.take_agencies(services)
    changed.take_services(services)
    run.n_new, run.n_changed = len(changed.new), len(changed.old)
    run.n_unchanged = run.n_read - run.n_not_taken - run.n_new - run.n_changed
    named = {one.source_id for one in read if one.source_id}
    run.n_gone, run.failed = changed.mark_gone(named, is_whole=is_whole, believes_gone=believes_gone)
    run.save(force_insert=True)
    NotTaken.objects.bulk_create(
        [
            NotTaken(
                project=feed.project, run=run, number=one.number, source_id=one.source_id,
                reason=one.reason, field=one.field,
            )
            for one in refused
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return run


class _Changed:
    """What a reading changes: agencies and services by what the feed calls them, and what became of each."""

    def __init__(self, feed: Feed, by: Actor, at: datetime) -> None:
        self.feed, self.by, self.at = feed, by, at
        held = Agency.objects.select_for_update().filter(feed=feed).order_by("id")
        self.agencies = {agency.source_id: agency for agency in held}
        known = Service.objects.select_for_update(of=("self",)).filter(feed=feed).order_by("id")
        self.services = {service.source_id: service for service in known}
        self.moved: set[str] = set()
        self.renamed: list[Agency] = []
        self.new: list[Service] = []
        self.old: list[Service] = []
        self.same: list[Service] = []

    def take_agencies(self, read: Iterable[ReadService]) -> None:
        """Each agency once, from all its rows: a list often says less of it than the service's own page."""
        merged: dict[str, ReadAgency] = {}
        for one in read:
            known = merged.get(one.agency.source_id)
            merged[one.agency.source_id] = _fuller(known, one.agency) if known else one.agency
        fresh = []
        for source_id, said in merged.items():
            agency = self.agencies.get(source_id)
            before = agency.name if agency else said.name
            if agency is None:
                agency = Agency(
                    project=self.feed.project, feed=self.feed, source_id=source_id,
                    added_by=self.by.id, added_at=self.at, fetched_at=self.at,
                )  # fmt: skip
                self.agencies[source_id] = agency
                fresh.append(agency)
                _differs(agency, _said_of_agency(agency, said))
            elif _differs(agency, _said_of_agency(agency, said)):
                self.moved.add(source_id)
            if agency.name != before:
                self.renamed.append(agency)
            agency.fetched_at = self.at
        Agency.objects.bulk_create(fresh, batch_size=BATCH)
        stood = [self.agencies[key] for key in merged if self.agencies[key] not in fresh]
        Agency.objects.bulk_update(stood, [*AGENCY_FIELDS, "fetched_at"], batch_size=BATCH)

    def take_services(self, read: Iterable[ReadService]) -> None:
        """New ones are added, changed ones follow, and all were there today."""
        for one in read:
            agency, service = self.agencies[one.agency.source_id], self.services.get(one.source_id)
            is_new = service is None
            if service is None:
                service = Service(
                    project=self.feed.project, feed=self.feed, source_id=one.source_id,
                    added_by=self.by.id, added_at=self.at,
                )  # fmt: skip
            differs = _differs(service, _said_of_service(service, agency, one))
            service.fetched_at = self.at
            if differs or is_new or one.agency.source_id in self.moved:
                finding.note_words(service)
                (self.new if is_new else self.old).append(service)
            else:
                self.same.append(service)
        Service.objects.bulk_create(self.new, batch_size=BATCH)
        Service.objects.bulk_update(self.old, [*SERVICE_FIELDS, *FOUND_BY, "fetched_at"], batch_size=BATCH)
        for start in range(0, len(self.same), BATCH):
            keys = [service.pk for service in self.same[start : start + BATCH]]
            Service.objects.filter(pk__in=keys).update(fetched_at=self.at)
        if self.renamed:
            # Also services that were not read now, and those written down here.
            finding.renote(Service.objects.filter(agency__in=self.renamed).select_related("agency"))

    def mark_gone(self, named: set[str], *, is_whole: bool, believes_gone: bool) -> tuple[int, str]:
        """How many are gone, and why none was said to be. What could not be read is not gone."""
        here = [service for service in self.services.values() if service.gone_on is None]
        gone = [service for service in here if service.source_id not in named]
        if not gone or not is_whole:
            return 0, ""
        if not named:
            return 0, "empty"
        if len(gone) * 2 > len(here) and len(here) >= FEW and not believes_gone:
            return 0, "many_gone"
        for service in gone:
            service.gone_on = self.at.astimezone(self.feed.project.zone).date()
        Service.objects.bulk_update(gone, ["gone_on"], batch_size=BATCH)
        return len(gone), ""


def _said_of_agency(agency: Agency, said: ReadAgency) -> dict[str, Any]:
    is_open = not agency.is_confidential
    return {
        "name": said.name,
        "about": said.about if is_open else agency.about,
        "phone": said.phone,
        "email": said.email,
        "url": said.url,
        "public_address": said.address if is_open else "",
    }


def _said_of_service(service: Service, agency: Agency, said: ReadService) -> dict[str, Any]:
    is_open = not agency.is_confidential
    names = ("name", "status", "languages", "phone", "email", "url", "waiting_said", "assured_on")
    return {
        **{name: getattr(said, name) for name in names},
        "agency": agency,
        "about": said.about if is_open else "",
        "public_address": said.address if is_open else "",
        "places": said.places if is_open else [],
        "needs": service.needs if service.are_needs_ours else said.needs,
        "gone_on": None,
    }


def _differs(row: Agency | Service, said: dict[str, Any]) -> bool:
    """Put what was said into the row; whether anything became different."""
    changed = [name for name, value in said.items() if name == "agency" or getattr(row, name) != value]
    is_other = "agency" in said and getattr(row, "agency_id", None) != said["agency"].pk
    for name in changed:
        setattr(row, name, said[name])
    return is_other or bool(set(changed) - {"agency"})


def _fuller(known: ReadAgency, other: ReadAgency) -> ReadAgency:
    """What was said first, with gaps filled from what was said later."""
    gaps = {one.name: getattr(other, one.name) for one in fields(ReadAgency) if not getattr(known, one.name)}
    return replace(known, **gaps)
