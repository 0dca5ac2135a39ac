"""What a project thinks of a place stays in the project: no extract and no figure carries it."""

import ast
import importlib
import inspect
from dataclasses import astuple, is_dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

import yarrow
from tests.attacks.scanner import marker
from yarrow.contacts import actions, extract

PROMISE = (
    "What a project writes about an indoor place, and its level of concern, is in no extract and no figure."
)
ROOMS = Path(yarrow.__file__).parent
SEALED_TABLES = {"Premises", "PremisesConcern", "PremisesVisit"}


def extracts():
    """Every extract of every room, those built later included."""
    return [
        importlib.import_module(f"yarrow.{path.parent.name}.extract") for path in ROOMS.glob("*/extract.py")
    ]


def carried(project, secrets):
    """Extract functions whose rows hold one of these words."""
    today = timezone.localdate()
    span = (today - timedelta(days=400), today + timedelta(days=1))
    found = []
    for module in extracts():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            text = repr(_everything(function(*_arguments(function, project, span))))
            found += [f"{module.__name__}.{name}" for secret in secrets if secret in text]
    return found


def _arguments(function, project, span):
    days = iter(span)
    given = []
    for one in inspect.signature(function).parameters.values():
        if one.default is inspect.Parameter.empty:
            given.append(project if one.name == "project" else next(days))
    return given


def _everything(value):
    """A result with every row and field written out."""
    if isinstance(value, dict):
        return [[_everything(part) for part in pair] for pair in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [_everything(part) for part in value]
    return value


def reading_places(source):
    """The tables of places that an extract's source names."""
    tree = ast.parse(source)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    related = {name for name in named if name.lower().startswith("premises")}
    return (named & SEALED_TABLES) | related


@pytest.fixture
def place(world):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    words = [marker() for _ in range(3)]
    zone = actions.add_zone(label="Docks", **act)
    made = actions.add_premises(name=words[0], address=words[1], zone=zone, **act)
    actions.set_concern(premises=made, level="red", reason=words[2], **act)
    indoor = actions.open_session(kind="indoor", zones=[zone], **act)
    actions.visit_in_session(session=indoor, places=[made], **act)
    actions.record_contact(entry_id=uuid4(), session=indoor, n_people=2, **act)
    return [*words, str(made.id), "PremisesConcern"]


def test_extracts_carry_nothing_of_a_place(world, place):
    assert len(extracts()) >= 2
    # The contact itself is there, so the right rows were looked at.
    assert [
        row.n_people for row in extract.rows(world.project, timezone.localdate(), timezone.localdate())
    ] == [2]
    assert carried(world.project, place) == []


def test_extracts_read_no_table_of_places():
    for path in ROOMS.glob("*/extract.py"):
        assert reading_places(path.read_text(encoding="utf-8")) == set(), path


def test_activity_page_shows_nothing_of_a_place(world, place):
    page = world.client("manager").get(world.project.url("evaluation:show_activity")).content.decode()
    assert "Indoor outreach" in page and not any(word in page for word in place)


def test_extracts_twin_that_carries_the_name_is_caught(world, place, monkeypatch):
    def zone_labels(project):
        return {"docks": f"Docks, {place[0]}"}

    zone_labels.__module__ = extract.__name__
    monkeypatch.setattr(extract, "zone_labels", zone_labels)
    assert carried(world.project, place) == ["yarrow.contacts.extract.zone_labels"]


def test_sources_twin_that_reads_the_table_is_caught():
    planted = "from yarrow.contacts.models import PremisesConcern\nrows = PremisesConcern.objects.all()\n"
    assert reading_places(planted) == {"PremisesConcern"}
    assert reading_places("x = session.premises_visits.count()\n") == {"premises_visits"}
