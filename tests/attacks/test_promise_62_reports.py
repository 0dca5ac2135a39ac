"""Reports, looked for everywhere by a worker without the key, and by an adviser where a text is closed."""

import ast
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps

from tests.attacks import reporting
from tests.attacks.scanner import marker
from tests.attacks.town import addresses
from tests.worlds import make_project
from yarrow.safety import actions, export, queries, rules, showing
from yarrow.safety.models import Addition, Offender, Reply, Report, WayBack
from yarrow.staff.actions.exporting import export_project
from yarrow.vault import compartments, inbox, sealing, telling
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import InboxEntry

PROMISE = (
    "A report belongs to no record and is read by nobody without the key to reports; what was told in escrow (“tell "
    "me only if someone else reports the same person”) is shown on no page and leaves in no file, to advisers either."
)
pytestmark = pytest.mark.sqlite_only(reason="what pages and files say does not depend on the database")
ROOM = Path(rules.__file__).parent
# Where sealed fields of this room may be opened: for people; for the comparing, which shows nothing of them; for
# challenges, which look at no report in escrow (tests/rooms/safety/test_challenges.py); and where a report that was
# sent again is laid beside the one that stands, to be sealed with it (tests/rooms/safety/test_sent_again.py).
OPENERS = {"showing.py", "match_book.py", "challenges.py", "again.py"}
OPENING = {"open", "open_if_held", "open_many", "open_column", "open_book", "open_kept", "open_unrecorded"}


class Told:
    """A project with a report, one in escrow, and one that waits sealed; every word of each is marked."""

    def __init__(self):
        self.world = make_project()
        self.open, self.closed, self.waiting = (marker(name) for name in ("Open", "Closed", "Waiting"))
        self.row = reporting.told(self.world, lambda name: f"{self.open} {name}")
        escrow = {"level": "escrow", "tell": "here", "release": "never"}
        self.escrow = reporting.told(self.world, lambda name: f"{self.closed} {name}", choice=escrow)
        self.act = {"project": self.world.project, "by": self.world.worker("adviser")}
        self._answer()
        reporting.left(self.world, lambda name: f"{self.waiting} {name}")

    def _answer(self):
        """A reply, and something added, while it was still open: closed with the rest since."""
        at, project = self.escrow.received_at, self.world.project
        public = sealing.public_of(bytes(32))
        WayBack.objects.create(
            project=project, report_id=self.escrow.pk, mark="m", public_key=public, made_at=at
        )
        said = {"words": f"{self.closed} reply", "entry_id": self.escrow.reporter_id, "at": at}
        actions.reply(report=self.escrow, **said, **self.act)
        row = Addition(project=project, report=self.escrow, received_at=at)
        row.sealed.put("incident.words", f"{self.closed} addition", self.act["by"].unlocked)
        row.save()

    def pages(self, role):
        """Every page of the room and the list of entries, as this role sees them."""
        client, found = self.world.client(role), []
        for row in (self.row, self.escrow):
            for each in addresses():
                if each.name.startswith("safety:") and set(dict(each.takes)) <= {"report_id"}:
                    ids = {("safety", "report_id"): row.pk}
                    found.append(client.get(each.of(self.world, ids)).content)
        return b"".join([*found, client.get(self.world.project.url("desk:list_entries")).content])

    def exported(self):
        """Everything that leaves, opened with the key to reports by a manager who was given it."""
        world, at = self.world, self.row.received_at
        by = world.worker("manager")
        if not by.holds(world.project.id, "incident"):
            holder = world.account("manager").worker.holder_id
            compartments.grant(world.project.id, "incident", to_holder_id=holder, by=self.act["by"], at=at)
            by = world.worker("manager")
        asked = {"at": at, "reason": "moves", "compartments": ["incident"]}
        whole = zipfile.ZipFile(io.BytesIO(b"".join(export_project(project=world.project, by=by, **asked))))
        return b"".join(whole.read(name) for name in whole.namelist())


@pytest.fixture
def told(db):
    return Told()


def leaks(said, *marks):
    return [mark for mark in marks if mark.encode() in said]


def test_no_word_of_a_report_is_shown_without_the_key(told):
    for role in ("outreach", "peer", "case_worker"):
        assert leaks(told.pages(role), told.open, told.closed, told.waiting) == [], role


def test_no_word_of_a_text_in_escrow_is_shown_to_an_adviser(told):
    said = told.pages("adviser")
    assert leaks(said, told.open) == [told.open]
    assert leaks(said, told.closed, told.waiting) == []


def test_no_word_of_a_text_in_escrow_leaves_with_the_project(told):
    said = told.exported()
    assert leaks(said, told.open) == [told.open]
    assert leaks(said, told.closed) == []


def test_entries_of_reports_open_for_no_other_key(told):
    entry = InboxEntry.objects.get()
    assert entry.compartment.name == "incident"
    for role in ("outreach", "peer", "case_worker"):
        with pytest.raises(NoGrant):
            inbox.look_at(entry, by=told.world.worker(role), at=entry.received_at)
        assert (
            inbox.open_waiting(
                told.world.project.id, by=told.world.worker(role), at=entry.received_at
            ).n_opened
            == 0
        )
    assert Report.objects.count() == 2


def test_no_report_leads_to_a_record(told):
    """Nothing in the room points at anybody the project supports, and erasing a person touches no report."""
    pointed = {
        field.related_model._meta.label
        for model in apps.get_app_config("safety").get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation
    }
    assert not {label for label in pointed if label.startswith("people.")}


def test_sealed_text_is_opened_in_one_place_alone():
    found = {path.name for path in ROOM.rglob("*.py") if opens(path.read_text(encoding="utf-8"))}
    assert found <= OPENERS


def opens(source):
    """Whether something sealed is opened: a call of `open…` on a page, or of `open_unrecorded`."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return bool({call.attr for call in calls if isinstance(call, ast.Attribute)} & OPENING)


def test_twin_page_that_forgets_escrow_is_caught(told, monkeypatch):
    monkeypatch.setattr(rules, "is_text_open", lambda _chosen: True)
    assert leaks(told.pages("adviser"), told.closed) == [told.closed]


def test_twin_file_that_forgets_escrow_is_caught(told, monkeypatch):
    for model in (Report, Offender, Addition, Reply):
        monkeypatch.setitem(telling._told, model, replace(export.TOLD[model], shut=None))
    assert leaks(told.exported(), told.closed) == [told.closed]


def test_twin_opener_elsewhere_is_caught():
    assert opens("with reading(by) as page:\n    page.open(row, 'incident.words')\n")
    assert not opens("text.of(row, 'incident.words')\n")


def test_twin_rule_that_asks_for_no_key_is_stopped_by_the_key(told, monkeypatch):
    monkeypatch.setattr(rules, "check_may_read", lambda _by, _project: None)
    found = queries.whole(told.world.project, told.row.pk)
    with pytest.raises(NoGrant):
        showing.report_shown(told.world.worker("outreach"), found)
