"""Agencies of a project, made through their actions: one with a secret address, one from a feed and its readings."""

from collections.abc import Callable
from typing import Any

from tests.rooms.agencies.directories import page, service
from yarrow.agencies import actions, hsds
from yarrow.agencies.models import Service


def directed(act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """A refuge whose address is secret, with a service and a fact; a feed that was read."""
    refuge = actions.add_agency(
        name="Haven", kind="refuge", is_confidential=True, address=word("address"), **act
    )
    found = actions.add_service(agency=refuge, name="Beds", needs=["partner_abuse"], **act)
    noted = {"fact": "waiting_days", "said": "63", "known_from": "went_there"}
    actions.note_fact(service=found, **noted, **act)
    feed = actions.add_feed(name="Council", address="https://council.example/api", **act)
    run = actions.take_services(feed=feed, rows=hsds.services_in(page([service(), {"id": "x"}])), **act)
    assert Service.objects.filter(feed=feed).count() == 1
    ids = {"agency_id": refuge.id, "service_id": found.id, "feed_id": feed.id, "run_id": run.id}
    return {("agencies", name): value for name, value in ids.items()}
