"""Papers to stay are told to nobody: every page, file, share, extract and log is searched for what somebody said."""

import dataclasses
import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.test_promise_25_files import unzipped
from tests.attacks.town import addresses, build
from yarrow.people.models import Person
from yarrow.referrals import actions, export, extract, lists
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Referral, StayStatus
from yarrow.sharing.models import Share
from yarrow.vault import telling, trail

PROMISE = (
    "What somebody said about their papers to stay is written down only where they asked for help with them, opens on "
    "one page for that purpose, and stands in no other page, copy, file, extract, share, trail or log, unless they "
    "asked for that one share."
)
pytestmark = pytest.mark.sqlite_only(reason="what pages and files say does not depend on the database")
YEAR = timedelta(days=365)


class Project:
    """A project with one of everything, and a mark in what one person said about their papers."""

    def __init__(self, world):
        self.world, self.mark = world, marker("Visa")
        self.ids = build(world, lambda name: self.mark if name == "papers" else name)
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.person = Person.objects.get(pk=self.ids["referrals", "person_id"])
        # The answer is one of a list, and so is what it is called.
        self.marks = [self.mark, lists.label("stay", "not_sure")]

    def pages(self):
        client = self.world.client("coordinator", raise_request_exception=False)
        answers = [
            client.get(each.of(self.world, self.ids), follow=True)
            for each in addresses()
            if is_elsewhere(each)
        ]
        return [b"".join(one) if one.streaming else one.content for one in answers]

    def files(self):
        client, manager = self.world.client("coordinator"), self.world.client("manager")
        url = self.world.project.url("people:copy_person", self.person.id)
        told = {"reason": "asked"}
        moving = {"reason": "moving", "compartments": ["identity", "notes"]}
        return [
            client.post(url, {**told, "shape": "page"}).content,
            *unzipped(client.post(url, {**told, "shape": "file"})),
            *unzipped(manager.post(self.world.project.url("staff:export_project"), moving)),
        ]

    def rows(self):
        project, today = self.world.project, timezone.localdate()
        found = [
            *extract.referrals(project, today - YEAR, today),
            *extract.steps(project, "stable-then-trauma"),
        ]
        return [repr(found).encode(), repr(list(trail.rows_about(project.id, self.person.id))).encode()]

    def shares(self):
        key = self.act["by"].key
        return [
            repr([row.sealed.open_unrecorded(path, key) for path in ("identity.said", "notes.told")]).encode()
            for row in Share.objects.filter(person=self.person)
        ]

    def hits(self, *parts):
        return scan_bytes(b"".join(parts), self.marks)


def is_elsewhere(address):
    """All pages but the form on which the answers to choose from stand."""
    return address.name != "referrals:note_stay"


@pytest.fixture
def project(world):
    return Project(world)


def test_papers_stand_in_no_page_file_share_extract_trail_or_log(project, caplog):
    with caplog.at_level(logging.DEBUG):
        parts = [*project.pages(), *project.files(), *project.rows(), *project.shares()]
    assert len(parts) > 100 and StayStatus.objects.count() == 1
    assert project.hits(*parts, caplog.text.encode()) == []
    # They are there, for whoever was asked for help.
    client = project.world.client("coordinator")
    page = client.post(
        project.world.project.url("referrals:show_stay", project.person.id), {"is_asked": "on"}
    )
    assert project.hits(page.content) != []


def test_papers_leave_with_no_share_that_was_not_asked_for(project):
    referral = Referral.objects.get(person=project.person)
    told = {"person": project.person, "agency": referral.agency}
    with pytest.raises(CannotBe):
        actions.share_stay(is_asked=False, **told, **project.act)
    assert project.hits(*project.shares()) == []
    actions.share_stay(is_asked=True, **told, **project.act)
    assert project.hits(*project.shares()) != []


def test_papers_twin_told_like_everything_else_is_caught(project, monkeypatch):
    told = telling.of(StayStatus)
    words = {name: name for name in ("status", "words")}
    plainly = dataclasses.replace(told, fields={**told.fields, **words}, left_out=export.ROWS, stays="")
    monkeypatch.setitem(telling._told, StayStatus, plainly)
    assert project.hits(*project.files()) != []


def test_papers_twin_shared_without_being_asked_is_caught(project, monkeypatch):
    monkeypatch.setattr("yarrow.referrals.actions.staying.check_asked", lambda *said: None)
    referral = Referral.objects.get(person=project.person)
    actions.share_stay(person=project.person, agency=referral.agency, is_asked=False, **project.act)
    assert project.hits(*project.shares()) != []
