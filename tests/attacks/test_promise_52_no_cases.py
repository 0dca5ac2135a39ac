"""The forum holds nobody, and no sheet of a panel says anything of papers to stay."""

import logging

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import addresses, build
from yarrow.agencies.models import Agency
from yarrow.panels import actions, naming, papers
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Forum, ForumLine, ForumStep, Item, Meeting, Seat, SeatSupport
from yarrow.people import actions as people
from yarrow.people.models import Person
from yarrow.referrals.models import StayStatus
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Share

PROMISE = (
    "The strategic forum holds no cases: nothing in it can point at a person, and its words are looked through for "
    "people known here; what somebody said about their papers to stay is on no panel's sheet."
)
pytestmark = pytest.mark.sqlite_only(reason="what pages and rows say does not depend on the database")
FORUM = (Forum, Seat, SeatSupport, ForumLine, ForumStep)


def reached_from(model):
    """Every model that can be reached from one along its own links."""
    found, waiting = set(), [model]
    while waiting:
        links = [each.related_model for each in waiting.pop()._meta.get_fields() if each.concrete]
        fresh = {each for each in links if each is not None} - found
        found |= fresh
        waiting += fresh
    return found


def paths_to_people(models_):
    """Models from which a link, a number or a list could lead to somebody."""
    found = [model.__name__ for model in models_ if Person in reached_from(model)]
    loose = (models.JSONField, models.UUIDField)
    for model in models_:
        for field in model._meta.concrete_fields:
            is_worker = field.name in ("id", "added_by")
            if isinstance(field, loose) and not is_worker:
                found.append(f"{model.__name__}.{field.name}")
    return found


def test_nothing_of_the_forum_can_point_at_a_person():
    assert paths_to_people(FORUM) == []
    ours = {
        model for model in apps.get_app_config("panels").get_models() if Person not in reached_from(model)
    }
    assert set(FORUM) <= ours


def test_forum_twin_with_a_link_to_somebody_is_found():
    assert paths_to_people([*FORUM, Item]) != []


class Project:
    """A project with one of everything, somebody with a name of several words, and a forum."""

    def __init__(self, world):
        self.world = world
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.forum = actions.add_forum(name="Safety", aim="To be heard", **self.act)
        told = {"called": "Quillon", "full_name": "Ada Marie Quillfeather"}
        self.person = people.add_person(**told, **self.act)

    def write(self, text, **said):
        today = self.act["at"].date()
        told = {"forum": self.forum, "kind": "strategy", "said_on": today, "words": text}
        return actions.add_line(**told, **said, **self.act)

    def kept(self, texts, **said):
        """Those texts that the forum took."""
        found = []
        for text in texts:
            try:
                self.write(text, **said)
            except CannotBe:
                continue
            found.append(text)
        return found


@pytest.fixture
def project(world):
    return Project(world)


def naming_texts(project):
    code = project.person.code
    return [
        "Ada Marie Quillfeather was stopped again",
        "ADA MARIE QUILLFEATHER was stopped",
        "ada  marie\nquillfeather",
        f"See {code}.",
        f"see {code.lower()}",
    ]


def test_forum_takes_no_text_that_names_somebody_or_their_code(project):
    texts = naming_texts(project)
    assert project.kept([*texts, "Ask Quillon", "(Quillon's place)"]) == []
    assert project.kept(texts, is_nobody=True) == []
    fine = "No cautions near services; quillon is a cross-bow part"
    assert project.kept([fine]) == [fine]
    assert project.kept(["The Quillon street lights"], is_nobody=True) != []


def test_forum_names_twin_without_the_look_is_caught(project, monkeypatch):
    monkeypatch.setattr(naming, "check_names_nobody", lambda **said: None)
    assert project.kept(naming_texts(project)) == naming_texts(project)


def test_steps_and_aims_are_looked_through_as_well(project):
    seat = actions.add_seat(forum=project.forum, kind="sex_worker", chosen_name="Quillon", **project.act)
    today = project.act["at"].date()
    days = {"starts_on": today, "due_on": today}
    text = naming_texts(project)[0]
    with pytest.raises(CannotBe):
        actions.add_step(forum=project.forum, owner=seat, words=text, **days, **project.act)
    with pytest.raises(CannotBe):
        actions.add_forum(name="Another", aim=text, **project.act)
    with pytest.raises(CannotBe):
        actions.add_forum(name=text, aim="", **project.act)


# --- Papers to stay ---------------------------------------------------------------------------------------------------
class Town:
    """One of everything, with a mark in what somebody said about their papers, and that person before a panel."""

    def __init__(self, world):
        self.world, self.mark = world, marker("Visa")
        self.ids = build(world, lambda name: self.mark if name == "papers" else name)
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.person = Person.objects.get(pk=self.ids["panels", "person_id"])
        self.meeting = Meeting.objects.get(pk=self.ids["panels", "meeting_id"])
        self.agency = Agency.objects.get(pk=self.ids["panels", "agency_id"])

    def pages(self):
        """Every page of panels, and the sheet of each agency as it is printed."""
        client = self.world.client("coordinator")
        pages = [
            client.get(each.of(self.world, self.ids))
            for each in addresses()
            if each.name.startswith("panels:")
        ]
        ids = [self.ids["panels", name] for name in ("panel_id", "meeting_id", "agency_id")]
        sheet = client.post(self.world.project.url("panels:print_sheet", *ids), {})
        assert sheet.status_code == 200 and b"support words" in sheet.content
        return [page.content for page in pages] + [sheet.content]

    def shares(self):
        key = self.act["by"].key
        rows = Share.objects.filter(person=self.person, how__startswith="panel")
        assert rows
        return [
            repr([row.sealed.open_unrecorded(p, key) for p in ("identity.said", "notes.told")]).encode()
            for row in rows
        ]

    def hits(self, *parts):
        return scan_bytes(b"".join(parts), [self.mark])


@pytest.fixture
def town(world):
    return Town(world)


def test_papers_are_on_no_page_of_a_panel_no_sheet_no_share_and_no_log(town, caplog):
    with caplog.at_level(logging.DEBUG):
        parts = [*town.pages(), *town.shares()]
    assert len(parts) > 20 and StayStatus.objects.count() == 1
    assert town.hits(*parts, caplog.text.encode()) == []


def forwarded(town, text):
    """What came of typing it among what may be told."""
    actions.take_off(item=Item.objects.get(pk=town.ids["panels", "item_id"]), **town.act)
    facts = [Fact("support_words", text)]
    told = {"person": town.person, "meeting": town.meeting, "wants": "Help"}
    return actions.put_forward(facts=facts, **told, **town.act)


def test_papers_typed_among_what_may_be_told_are_refused(town):
    with pytest.raises(CannotBe):
        forwarded(town, f"{town.mark}: her visa ran out")


def test_papers_twin_without_the_look_is_caught(town, monkeypatch):
    monkeypatch.setattr(papers, "are_named_in", lambda text: False)
    forwarded(town, f"support words {town.mark}: her visa ran out")
    assert town.hits(*town.pages()) != []
