"""A report in escrow beside others of the same person: every page, search and decision that an adviser can reach."""

import logging

import pytest

from tests.attacks import matching as planted
from tests.attacks.scanner import marker
from tests.attacks.town import addresses
from tests.worlds import make_project
from yarrow.safety import actions, alike, comparing, lists, matching, queries, rules
from yarrow.safety.errors import Closed
from yarrow.safety.models import Decision, Offender, Report
from yarrow.safety.register import Register, Told
from yarrow.safety.told import Chosen
from yarrow.vault.models import TrailRow
from yarrow.vault.prepared import PreparedLists

PROMISE = (
    "What was told “only if someone else reports the same person” stays closed when someone does: an adviser hears "
    "that it matches, sees nothing it says, finds it by no search and decides nothing of it until whoever reported it "
    "agrees; whoever lets nobody hear of a match is compared with nobody."
)
pytestmark = pytest.mark.sqlite_only(reason="what pages say does not depend on the database")
HEARD = Chosen("warn", "here", "never")
# Of the planted offender; somebody who types it finds the reports that are open.
NUMBER = "07700 900771"


class Match:
    """Two reports of one person, one of them in escrow; every word of each is marked."""

    def __init__(self, is_same_reporter=False, loud=None, **choice):
        self.world = make_project()
        self.open, self.closed = marker("Open"), marker("Closed")
        said = {"choice": loud} if loud else {}
        self.loud = planted.alike(self.world, lambda name: f"{self.open} {name}", **said)
        shut = {**planted.ESCROW, **choice}
        reporter = str(self.loud.pk) if is_same_reporter else ""
        self.shut = planted.alike(self.world, self.word, choice=shut, reporter=reporter)
        self.act = {
            "project": self.world.project,
            "by": self.world.worker("adviser"),
            "at": self.shut.received_at,
        }
        self.n_found = matching.compare(report_ids=[self.loud.pk, self.shut.pk], **self.act)
        self.client = self.world.client("adviser")

    def word(self, name):
        """How to reach them is shown, so that they can be asked again; nothing else is."""
        return "Text before noon" if name == "reach" else f"{self.closed} {name}"

    def key(self, report):
        return Offender.objects.get(report=report).pk

    def pages(self):
        """Every page of the room, of each of the two; whatever is posted to look, too."""
        found = []
        for row in (self.loud, self.shut):
            ids = {("safety", "report_id"): row.pk, ("safety", "offender_id"): self.key(row)}
            for each in addresses():
                if (
                    each.name.startswith("safety:")
                    and {("safety", name) for name in dict(each.takes)} <= ids.keys()
                ):
                    found.append(self.client.get(each.of(self.world, ids)).content)
            found += [self.looked(row, text) for text in (NUMBER, "QX71", "900771", self.closed, self.open)]
        return b"".join(found)

    def choose(self, report, chosen, years=1):
        at = self.shut.received_at.replace(year=self.shut.received_at.year + years)
        actions.choose(report_id=report.pk, chosen=chosen, how="phone", **{**self.act, "at": at})

    def reached(self):
        """Whether the page of the closed one shows how to reach them, or says that it matches."""
        said = self.client.get(self.world.project.url("safety:show_report", self.shut.pk)).content
        return b"It matches" in said or b"Text before noon" in said

    def beside(self):
        """The page on which the open one is compared."""
        return self.client.get(self.world.project.url("safety:compare_report", self.loud.pk)).content

    def looked(self, row, text):
        """What the search says, without the box that still holds what was typed."""
        url = self.world.project.url("safety:find_reports", row.pk)
        said = self.client.post(url, {"text": text}).content
        return said.replace(f'value="{text}"'.encode(), b"")

    def decide(self, said="same", n_seen=0):
        keys = {"one": self.key(self.loud), "other": self.key(self.shut)}
        return actions.decide(said=said, n_seen=n_seen, **keys, **self.act)


@pytest.fixture
def match(db):
    return Match()


def test_no_page_or_search_shows_what_a_matching_report_in_escrow_says(match):
    assert match.n_found == 1
    said = match.pages()
    assert match.open.encode() in said and b"This one matches" in said
    assert match.closed.encode() not in said


def test_no_search_finds_a_report_in_escrow(match):
    for text in (NUMBER, "QX71 ZZY", match.closed):
        found = comparing.compared(match.act["by"], match.world.project, match.loud.pk, text)
        assert [one.matches for one in found.people] == [[]]


def test_nothing_is_decided_of_it_until_whoever_reported_it_agrees(match):
    for said in ("same", "different", "unsure"):
        with pytest.raises(Closed):
            match.decide(said)
    url = match.world.project.url("safety:decide")
    told = {"one": match.key(match.loud), "other": match.key(match.shut), "said": "same", "n_seen": 0}
    assert match.client.post(url, told).status_code == 403
    assert not Decision.objects.exists()
    match.choose(match.shut, HEARD)
    assert match.decide().said == "same"


def test_one_that_went_back_into_escrow_is_closed_in_its_cluster_again(match):
    year = match.shut.received_at.year
    for n, chosen in enumerate((HEARD, Chosen(**planted.ESCROW)), start=1):
        at = match.shut.received_at.replace(year=year + n)
        actions.choose(report_id=match.shut.pk, chosen=chosen, how="phone", **{**match.act, "at": at})
        if chosen == HEARD:
            match.decide()
    said = match.pages()
    assert b"is closed until whoever reported it answers" in said
    assert match.closed.encode() not in said


def test_whoever_lets_nobody_hear_is_compared_with_nobody(db):
    match = Match(level="kept", tell="nobody")
    assert match.n_found == 0
    assert match.closed.encode() not in match.beside()
    assert Report.objects.get(pk=match.shut.pk).compared_at is None
    with pytest.raises(Closed):
        match.decide()


@pytest.mark.parametrize("side", ["loud", "shut"])
def test_a_match_is_nobodys_to_know_once_either_lets_nobody_hear(match, side):
    assert match.reached()
    report = getattr(match, side)
    match.choose(report, Chosen("escrow" if side == "shut" else "kept", "nobody", "never"))
    assert not match.reached()
    assert match.closed.encode() not in match.pages()
    assert not alike.waiting(match.world.project).exists()


def test_one_persons_second_report_opens_nothing(db):
    match = Match(is_same_reporter=True)
    assert match.n_found == 0 and not match.reached()
    assert match.closed.encode() not in match.pages()


def test_of_two_in_escrow_neither_opens_the_other(db):
    match = Match(loud=planted.ESCROW)
    assert match.n_found == 1
    said = match.pages()
    assert match.closed.encode() not in said and f"{match.open} matched".encode() not in said
    with pytest.raises(Closed):
        match.decide()
    match.choose(match.loud, HEARD)
    assert match.closed.encode() not in match.pages()
    with pytest.raises(Closed):
        match.decide()


def test_what_is_looked_for_is_in_no_log_and_on_no_trail(match, caplog):
    with caplog.at_level(logging.DEBUG):
        match.looked(match.loud, NUMBER)
    assert kept(caplog) == []


def kept(caplog):
    """Where what was typed stands afterwards."""
    rows = [f"{row.act} {row.fields} {row.reason} {row.subject}" for row in TrailRow.objects.all()]
    lines = [record.getMessage() for record in caplog.records]
    return [line for line in (*rows, *lines) if "900771" in line.replace(" ", "")]


def test_twin_page_that_forgets_escrow_is_caught(match, monkeypatch):
    monkeypatch.setattr(Told, "is_closed", property(lambda _told: False))
    assert match.closed.encode() in match.beside()


def test_twin_book_that_reads_the_words_is_caught(match, monkeypatch):
    monkeypatch.setattr(rules, "is_text_open", lambda _chosen: True)
    assert match.closed.encode() in match.beside()
    assert match.decide().said == "same"


def test_twin_book_that_compares_whoever_lets_nobody_hear_is_caught(db, monkeypatch):
    monkeypatch.setattr(rules, "may_match", lambda _chosen: True)
    assert Match(tell="nobody").n_found == 1


def test_twin_page_that_forgets_who_may_hear_is_caught(match, monkeypatch):
    match.choose(match.loud, Chosen("kept", "nobody", "never"))
    monkeypatch.setattr(alike, "HEARD", list(lists.TELLS))
    monkeypatch.setattr(queries, "_parts_of", PreparedLists(queries._parts))
    assert match.reached()


def test_twin_comparing_that_hears_one_person_twice_is_caught(db, monkeypatch):
    monkeypatch.setattr(Register, "may_meet", lambda *_pair: True)
    assert Match(is_same_reporter=True).n_found == 1


def test_twin_search_that_is_logged_is_caught(match, monkeypatch, caplog):
    before = comparing.compared

    def logged(by, project, report_id, typed=None):
        logging.getLogger("yarrow.safety").info("looked for %s", typed)
        return before(by, project, report_id, typed)

    monkeypatch.setattr(comparing, "compared", logged)
    with caplog.at_level(logging.DEBUG):
        match.looked(match.loud, NUMBER)
    assert len(kept(caplog)) == 1
