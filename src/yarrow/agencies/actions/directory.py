"""Agencies and services are added and changed by hand. What a feed owns is the feed's: only our own part changes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies import finding, rules
from yarrow.agencies.errors import CannotBe
from yarrow.agencies.models import Agency, Service
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# What a worker may change of a row that comes from a feed: what the standard has no word for.
OWN_OF_AGENCY = frozenset({"kind", "is_confidential", "is_published", "address"})
OF_AGENCY = OWN_OF_AGENCY | {"name", "about", "phone", "email", "url", "assured_on", "is_closed"}
OWN_OF_SERVICE = frozenset({"needs"})
OF_SERVICE = OWN_OF_SERVICE | {
    *("name", "about", "status", "languages", "places", "phone", "email", "url", "waiting_said", "assured_on")
}


@transaction.atomic
def add_agency(*, project: Project, by: Actor, at: datetime, name: str, **said: Any) -> Agency:
    """An agency that is written down here. `said`: fields of `OF_AGENCY`. Raises NotAllowed, CannotBe, Locked."""
    rules.check_may_keep(by, project)
    _check_words(said, OF_AGENCY)
    agency = Agency(project=project, added_by=by.id, added_at=at)
    _put_agency(agency, {"name": name, **said}, by, at)
    agency.save(force_insert=True)
    trail.note(project.id, by=by, act="agencies.add_agency", at=at, subject=agency.id)
    return agency


@transaction.atomic
def change_agency(
    *, project: Project, by: Actor, at: datetime, agency: Agency, version: int, **said: Any
) -> Agency:
    """Change what is named. Of an agency that a feed has, only our own part. Raises Conflict, CannotBe."""
    rules.check_may_keep(by, project)
    rules.check_here(project, agency)
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    rules.check_version(version, row.version)
    _check_words(said, OWN_OF_AGENCY if row.feed_id else OF_AGENCY)
    before = row.name
    _put_agency(row, said, by, at)
    row.version += 1
    row.save()
    if row.name != before:
        finding.renote(row.services.select_related("agency"))
    trail.note(project.id, by=by, act="agencies.change_agency", at=at, subject=row.id, fields=sorted(said))
    return row


@transaction.atomic
def add_service(
    *, project: Project, by: Actor, at: datetime, agency: Agency, name: str, **said: Any
) -> Service:
    """A service of an agency, written down here. `said`: fields of `OF_SERVICE`."""
    rules.check_may_keep(by, project)
    rules.check_here(project, agency)
    _check_words(said, OF_SERVICE)
    service = Service(project=project, agency=agency, added_by=by.id, added_at=at, are_needs_ours=True)
    _put_service(service, {"name": name, **said}, at)
    service.save(force_insert=True)
    trail.note(project.id, by=by, act="agencies.add_service", at=at, subject=agency.id)
    return service


@transaction.atomic
def change_service(
    *, project: Project, by: Actor, at: datetime, service: Service, version: int, **said: Any
) -> Service:
    """Change what is named; of a service that a feed has, only which needs it answers. Raises Conflict, CannotBe."""
    rules.check_may_keep(by, project)
    rules.check_here(project, service)
    row = Service.objects.select_for_update(of=("self",)).select_related("agency").get(pk=service.pk)
    rules.check_version(version, row.version)
    _check_words(said, OWN_OF_SERVICE if row.feed_id else OF_SERVICE)
    row.are_needs_ours = row.are_needs_ours or row.needs != said.get("needs", row.needs)
    _put_service(row, said, at)
    row.version += 1
    row.save()
    trail.note(
        project.id, by=by, act="agencies.change_service", at=at, subject=row.agency_id, fields=sorted(said)
    )
    return row


def _check_words(said: dict[str, Any], known: frozenset[str]) -> None:
    if set(said) <= OF_AGENCY | OF_SERVICE and not set(said) <= known:
        raise CannotBe(_("This is what the feed says. Ask those who publish it to put it right."))
    if not set(said) <= known:
        raise TypeError(f"not to be said here: {sorted(set(said) - known)}")


def _put_agency(agency: Agency, said: dict[str, Any], by: Actor, at: datetime) -> None:
    today = at.astimezone(agency.project.zone).date()
    if "name" in said:
        agency.name = rules.named(said["name"])
    if "kind" in said:
        agency.kind = rules.one_of("kinds", "kind", said["kind"])
    if "url" in said:
        agency.url = rules.link(said["url"])
    if "assured_on" in said:
        agency.assured_on = rules.assured(said["assured_on"], today)
    for name in ("about", "phone", "email"):
        setattr(agency, name, said.get(name, getattr(agency, name)).strip())
    for name in ("is_published", "is_closed"):
        setattr(agency, name, bool(said.get(name, getattr(agency, name))))
    if {"is_confidential", "address"} & set(said):
        _put_address(agency, said, by)


def _put_address(agency: Agency, said: dict[str, Any], by: Actor) -> None:
    """Where it is: in the open, or sealed and nowhere else."""
    becomes = bool(said.get("is_confidential", agency.is_confidential))
    if becomes != agency.is_confidential and "address" not in said:
        raise CannotBe(_("Say the address again, or that there is none."), field="address")
    if "address" in said:
        address = said["address"].strip()
        agency.sealed.put("identity.address", address if becomes else None, by.unlocked)
        if becomes:
            agency.public_address = ""
        elif not agency.feed_id:
            # Where a feed's agency is in the open is for the feed to say.
            agency.public_address = address
    if becomes and not agency.is_confidential:
        _forget_whereabouts(agency)
    agency.is_confidential = becomes


def _forget_whereabouts(agency: Agency) -> None:
    """What a feed said of where it is goes, and in what words; the next reading does not bring it back."""
    agency.about = "" if agency.feed_id else agency.about
    services = list(agency.services.exclude(feed=None)) if not agency._state.adding else []
    for service in services:
        service.about, service.public_address, service.places, service.agency = "", "", [], agency
        finding.note_words(service)
    whereabouts = ["about", "public_address", "places", "words", "place_words"]
    Service.objects.bulk_update(services, whereabouts, batch_size=500)


def _put_service(service: Service, said: dict[str, Any], at: datetime) -> None:
    today = at.astimezone(service.project.zone).date()
    if "name" in said:
        service.name = rules.named(said["name"])
    if "status" in said:
        service.status = rules.one_of("statuses", "status", said["status"])
    for name in ("needs", "languages"):
        setattr(service, name, rules.some_of(name, name, said.get(name, getattr(service, name))))
    if "places" in said:
        service.places = rules.places_of(said["places"])
    if "url" in said:
        service.url = rules.link(said["url"])
    if "assured_on" in said:
        service.assured_on = rules.assured(said["assured_on"], today)
    for name in ("about", "phone", "email", "waiting_said"):
        setattr(service, name, said.get(name, getattr(service, name)).strip())
    finding.note_words(service)
