"""The directory of a project of the town: agencies written down by hand, some read from the council's directory."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from yarrow.agencies import actions
from yarrow.agencies.models import Agency, Service
from yarrow.demo.building import Building
from yarrow.demo.town import months_before

SAID: dict[str, Any] = json.loads(Path(__file__).with_name("agencies.json").read_text(encoding="utf-8"))
# Ids that the council gives its services, the same in every project.
SPACE = UUID("5a0b5f6e-5d3e-4f0c-9c51-2f1f6f0f9b10")
FROM = ("went_there", "asked_them", "colleague")
WEEK = timedelta(days=7)


def make_directory(built: Building) -> None:
    """Agencies and services in the first week, the council's directory after, and what was learned since."""
    start = built.town.from_on
    for told in SAID["agencies"]:
        if not told.get("feed"):
            _write_down(built, told)
    council = _about(built, "coordinator", start + WEEK)
    feed = actions.add_feed(**SAID["feed"], **council)
    rows = [row for told in SAID["agencies"] if told.get("feed") for row in published(built, told)]
    for day in (start + WEEK, built.town.today - WEEK):
        actions.take_services(feed=feed, rows=rows, **_about(built, "coordinator", day))
    _put_in_place(built)
    _learn(built)


def _about(built: Building, worker: str, day: Any) -> dict[str, Any]:
    return {"project": built.crew.project, "by": built.crew.actor(worker), "at": built.at(day, 13)}


def _write_down(built: Building, told: dict[str, Any]) -> None:
    """One agency with its services, said to be right some months ago."""
    act = _about(built, "coordinator", built.town.today - WEEK)
    assured_on = months_before(built.town.today, told["months"])
    agency = actions.add_agency(
        name=told["name"], kind=told["kind"], about=told["about"], phone=told["phone"], address=told["address"],
        is_confidential=bool(told.get("confidential")), is_published=bool(told.get("published")),
        assured_on=assured_on, **act,
    )  # fmt: skip
    for said in told["services"]:
        actions.add_service(
            agency=agency, name=said["name"], needs=said["needs"], languages=_tags(said), places=_places(said),
            waiting_said=said.get("waiting_said", ""), assured_on=assured_on, **act,
        )  # fmt: skip


def published(built: Building, told: dict[str, Any]) -> list[dict[str, Any]]:
    """The services of an agency as the council publishes them."""
    organization = {"id": str(uuid5(SPACE, told["name"])), "name": told["name"], "description": told["about"]}
    return [
        {
            "id": str(uuid5(SPACE, f"{told['name']} {said['name']}")),
            "name": said["name"],
            "status": "active",
            "assured_date": months_before(built.town.today, told["months"]).isoformat(),
            "organization": organization,
            "wait_time": said.get("waiting_said", ""),
            "phones": [{"number": told["phone"]}],
            "languages": [{"code": tag} for tag in _tags(said)],
            "service_areas": [{"name": place} for place in _places(said)],
        }
        for said in told["services"]
    ]


def _put_in_place(built: Building) -> None:
    """Of the council's rows the project says what kind of agency each is, and which needs it answers."""
    act = _about(built, "coordinator", built.town.today - WEEK)
    for told in SAID["agencies"]:
        if not told.get("feed"):
            continue
        agency = Agency.objects.of(built.crew.project).get(name=told["name"])
        actions.change_agency(agency=agency, version=agency.version, kind=told["kind"], **act)
        for said in told["services"]:
            service = agency.services.get(name=said["name"])
            actions.change_service(service=service, version=service.version, needs=said["needs"], **act)


def _learn(built: Building) -> None:
    """What they say, and how it really is."""
    for n, told in enumerate(SAID["agencies"]):
        for said in told["services"]:
            service = Service.objects.of(built.crew.project).get(agency__name=told["name"], name=said["name"])
            day = built.town.today - WEEK + timedelta(days=n % 6)
            for fact, value in said.get("facts", {}).items():
                act = _about(built, "case_worker", day)
                known_from = FROM[n % len(FROM)]
                actions.note_fact(service=service, fact=fact, said=value, known_from=known_from, **act)


def _tags(said: dict[str, Any]) -> list[str]:
    return str(said.get("languages", "en")).split()


def _places(said: dict[str, Any]) -> list[str]:
    return [place.strip() for place in str(said.get("places", "")).split(",")]
