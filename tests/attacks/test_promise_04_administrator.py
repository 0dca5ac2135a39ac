"""The system administrator, and the console of the server, cannot read people's records."""

import io

import pytest
from django.core.management import call_command

from tests.attacks import journey as journeys
from tests.attacks.scanner import Wanted, scan_bytes
from tests.attacks.test_promise_01_stolen_disk import without_sealing
from tests.attacks.walker import Walker
from yarrow.site import command
from yarrow.vault.fields import SealedField

# Roles that hold no key of people's records.
CLOSED = ("administrator", "evaluator")
PROMISE = "The system administrator cannot read people's records, in the pages or from the console."


@pytest.fixture
def journey(world):
    """A project in which one of everything was said."""
    made = journeys.Journey(world)
    journeys._someone_known(made)
    return made


def seen_by(journey, role, **how):
    """Markers that a worker of this role is shown on a walk through every page they reach."""
    walker = Walker(journey.world.client(role, raise_request_exception=False))
    url = journey.world.project.url
    rows = (
        url(f"people:{name}", word) for name in ("show_person", "change_person") for word in people(journey)
    )
    walker.walk(url("desk:show_today"), url("people:list_people"), url("staff:list_workers"), *rows, **how)
    wanted = Wanted(journey.sealed)
    return {hit.marker for page in walker.pages for hit in wanted.hits(page, "a page")}


def people(journey):
    return journey.world.project.people.values_list("id", flat=True)


def dumped(*options):
    out = io.StringIO()
    call_command("dumpdata", *options, stdout=out)
    return out.getvalue()


def test_administrator_walks_every_page_and_reads_nothing(journey):
    journeys._walk(journey, journey.world.client("coordinator", raise_request_exception=False))
    assert {role: seen_by(journey, role) for role in CLOSED} == {role: set() for role in CLOSED}


def test_administrator_twin_in_a_role_that_holds_keys_is_caught(journey):
    assert seen_by(journey, "coordinator", most_steps=12)


def test_dumpdata_shows_the_mark_only(journey):
    dump = dumped()
    assert scan_bytes(dump.encode(), journey.sealed) == []
    assert dump.count("[sealed]") > 5


def test_dumpdata_twin_without_sealing_is_caught(world, monkeypatch):
    without_sealing(monkeypatch)
    shown = {"value_to_string": lambda field, row: str(bytes(getattr(row, field.name).ciphertext))}
    monkeypatch.setattr(SealedField, "value_to_string", shown["value_to_string"])
    journey = journeys.Journey(world)
    journeys._someone_known(journey)
    assert scan_bytes(dumped("people.person").encode(), journey.sealed)


@pytest.mark.parametrize("name", ["changepassword", "createsuperuser", "dumpdata", "loaddata", "flush"])
def test_console_has_no_command_round_the_keys(name, monkeypatch):
    monkeypatch.setattr("sys.argv", ["yarrow", name])
    with pytest.raises(SystemExit, match="no command"):
        command.main()
