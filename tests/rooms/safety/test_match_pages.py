"""Reports beside each other on pages: reasons in words, deciding, looking further, one person's reports."""

import re
from datetime import timedelta

import pytest

from tests.rooms.safety.conftest import NOW
from tests.rooms.safety.test_comparing import ESCROW, MAN, NOBODY, compared, decide, key_of, man
from tests.rooms.safety.test_desk import add
from yarrow.safety import actions, links, matching
from yarrow.safety.models import Decision, Report, Suggestion
from yarrow.safety.told import Chosen
from yarrow.vault.models import TrailRow

SPARSE = {"kinds": ["felt_wrong"], "methods": [], "day": "", "hours": "", "words": ""}


def address(safe, name, *ids):
    return safe.project.url(f"safety:{name}", *ids)


def says(answer):
    """The words of a page, without its marks."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def shown(safe, name, *ids, role="adviser"):
    return says(safe.world.client(role).get(address(safe, name, *ids)))


def look(safe, report, text):
    return says(safe.world.client("adviser").post(address(safe, "find_reports", report.pk), {"text": text}))


def press(safe, one, other, said, n_seen=0, **more):
    told = {"one": key_of(one), "other": key_of(other), "said": said, "n_seen": n_seen, **more}
    return safe.world.client("adviser").post(address(safe, "decide"), told)


@pytest.fixture
def sparse(safe):
    """Two reports that say little else, so that their reasons are these."""

    def make(*offenders, **said):
        return [safe.report(**{**SPARSE, "offenders": [one], **said}) for one in offenders]

    return make


def cells(safe, report, label):
    """What this report and the other say, of the first row of that label."""
    page = safe.world.client("adviser").get(address(safe, "compare_report", report.pk)).content.decode()
    row = page.split(f'<th scope="row">{label}</th>', 1)[1].split("</tr>", 1)[0]
    return re.findall(r"<bdi>(.*?)</bdi>", row)


def test_what_the_other_says_instead_is_shown_and_days_are_in_words(safe):
    one = safe.report(**{**SPARSE, "kinds": ["robbery"], "day": "2026-03-20", "offenders": [MAN]})
    safe.report(**{**SPARSE, "kinds": ["threats"], "day": "2026-03-21", "offenders": [MAN]})
    assert sorted(cells(safe, one, "What happened")) == ["Robbed", "Threatened or blackmailed"]
    assert cells(safe, one, "Day") == ["20 March 2026", "21 March 2026"]


def test_reasons_that_suggest_nothing_are_folded_and_those_that_do_are_not(sparse, safe):
    one, *_others = sparse({"age": "18_24", "build": "slim"}, {"age": "18_24", "build": "slim"})
    page = safe.world.client("adviser").get(address(safe, "compare_report", one.pk)).content.decode()
    assert ("<details" in page.split("<main", 1)[1], "Not enough in common" in page) == (True, True)
    alike = safe.report(offenders=[MAN])
    safe.report(offenders=[MAN])
    page = safe.world.client("adviser").get(address(safe, "compare_report", alike.pk)).content.decode()
    first = page.split("<article", 2)[1]
    assert ("Alike enough to look at" in first, "<details" in first) == (True, False)


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ({"phones": ["07700 900123"]}, {"phones": ["+44 7700 900 123"]}, "the same number"),
        ({"phones": ["07700 900123"]}, {"phones": ["07700 900124"]}, "the same number but for one slip"),
        ({"phones": ["07700 900123"]}, {"phones": ["ends 00123"]}, "the last 5 digits agree"),
        ({"plates": ["AB12 CDE"]}, {"plates": ["ab12cde"]}, "the same plate"),
        ({"plates": ["CA 1234 BT"]}, {"plates": ["СА1234ВТ"]}, "the same plate"),  # on a Cyrillic keyboard
        ({"plates": ["1กข 1234"]}, {"plates": ["๑กข๑๒๓๔"]}, "the same plate"),
        ({"plates": ["AB12 CDE"]}, {"plates": ["AB12 C??"]}, "agrees in 5 of 7 places"),
        ({"plates": ["AB12 CDE"]}, {"plates": ["*CDE"]}, "agrees in 3 of 7 places"),
        ({"names": ["Robert"]}, {"names": ["Bob"]}, "a short form of the same name"),
        ({"age": "35-44"}, {"age": "35-44"}, "about the same age"),
        ({"age": "35-44"}, {"age": "65-90"}, "guesses of their age are far apart"),
        ({"marks": ["limp"]}, {"marks": ["limp"]}, "Limp: both say this"),
        ({"hair": "ginger"}, {"hair": "ginger"}, "the same"),
        ({"words": "a pale zeppelin"}, {"words": "zeppelin badge"}, "both say “zeppelin”"),
    ],
)
def test_compare_report_says_how_alike_in_words(safe, sparse, mine, theirs, reason):
    one, _other = sparse(mine, theirs)
    assert reason in shown(safe, "compare_report", one.pk)


def test_compare_report_says_how_rare_among_the_reports_at_hand(safe, sparse):
    hair = ["ginger", "ginger", "ginger", "brown", "brown"]
    one, *_others = sparse(*({"hair": each} for each in hair))
    assert "1 other of 3 says so" in shown(safe, "compare_report", one.pk)


@pytest.mark.parametrize(
    ("offenders", "said", "why"),
    [
        ([MAN], {}, "No other report may be compared with it yet"),
        ([], {}, "This report describes nobody"),
        ([MAN], {"choice": NOBODY}, "lets nobody hear when it matches"),
    ],
)
def test_compare_report_says_why_nothing_is_suggested(safe, offenders, said, why):
    assert why in shown(safe, "compare_report", safe.report(offenders=offenders, **said).pk)


def test_compare_report_says_that_others_say_nothing_comparable(safe, sparse):
    one, _other = sparse({"hair": "ginger"}, {"age": "18-24"}, kinds=[])
    assert "says anything that could be compared" in shown(safe, "compare_report", one.pk)


def test_decide_links_shows_and_is_taken_back(safe):
    one, two = safe.report(**man()), safe.report(**man())
    compared(safe, one, two)
    assert "1 pair to look at" in shown(safe, "list_matches")
    assert press(safe, one, two, "same", back=one.pk).url == address(safe, "compare_report", one.pk)
    assert "2 reports about this person" in shown(safe, "compare_report", one.pk)
    whole = shown(safe, "show_cluster", key_of(one))
    assert "2 reports about one person" in whole and "By 2 people" in whole
    assert "AB12 CDE Number plates · in 2 reports" in whole and "November 2026" in whole
    assert "2 reports:" in shown(safe, "list_matches")
    assert press(safe, one, two, "undone", n_seen=1).url == address(safe, "show_cluster", key_of(one))
    assert "1 report about one person" in shown(safe, "show_cluster", key_of(one))


def test_decide_after_somebody_else_shows_what_they_said(safe):
    one, two = safe.report(**man()), safe.report(**man())
    compared(safe, one, two)
    decide(safe, one, two, "different")
    client = safe.world.client("adviser")
    told = {"one": key_of(one), "other": key_of(two), "said": "same", "n_seen": 0, "back": one.pk}
    page = says(client.post(address(safe, "decide"), told, follow=True))
    assert "Somebody else decided in between" in page and "Not the same person" in page
    assert Decision.objects.get().said == "different"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"one": "x", "other": "y", "said": "same", "n_seen": "0"},
        {"said": "same", "n_seen": "-1"},
        {"said": "same", "n_seen": "9" * 40},
        {"said": "\x00", "n_seen": "0"},
        {"said": "same", "n_seen": "0", "back": "nowhere"},
    ],
)
def test_decide_of_what_no_page_sends_is_not_found(safe, told):
    one, two = safe.report(**man()), safe.report(**man())
    said = {"one": key_of(one), "other": key_of(two), **told} if told else {}
    assert safe.world.client("adviser").post(address(safe, "decide"), said).status_code == 404
    assert not Decision.objects.exists()


def test_a_wrong_link_between_people_who_were_told_apart_is_pointed_out(safe):
    one, two, three = (safe.report(**man()) for _ in range(3))
    decide(safe, one, two, "same")
    decide(safe, two, three, "same")
    decide(safe, one, three, "different")
    assert "Two of these were called two people" in shown(safe, "show_cluster", key_of(one))


@pytest.mark.parametrize(
    "typed", ["07700 900123", "900123", "+44 7700 900123", "7700-900", "ab12", "B12 CD", "dave", "quay row"]
)
def test_find_reports_by_a_part_of_what_is_known(safe, typed):
    other = {"phones": ["07700 900123"], "plates": ["AB12 CDE"], "names": ["Dave"], "address": "4 Quay Row"}
    asked, _found = safe.report(**man(phones=[], plates=[])), safe.report(offenders=[other])
    assert "1 other has it" in look(safe, asked, typed)


@pytest.mark.parametrize(
    "typed", ["", "  ", "07", "zz99", "555555", "\x00", "*", "??", "x" * 300, "(((", "٣"]
)
def test_find_reports_finds_nothing_for_what_nobody_said(safe, typed):
    asked, _other = safe.report(**man()), safe.report(**man())
    assert "1 other has it" not in look(safe, asked, typed)


def test_find_reports_leaves_what_was_typed_in_no_row_of_the_trail(safe):
    asked, _other = safe.report(**man()), safe.report(**man())
    look(safe, asked, "07700 900123")
    rows = TrailRow.objects.filter(act="safety.compare_report")
    assert rows and not [row for row in rows if "900123" in f"{row.fields} {row.reason}"]


def test_a_report_in_escrow_is_told_of_as_a_match_and_never_shows_what_it_says(safe):
    secret = {**MAN, "names": ["Wolfgang"], "words": "smelt of turpentine", "marks": ["gold_tooth"]}
    shut = safe.report(offenders=[secret], words="In the quarry", choice=ESCROW)
    loud = safe.report(**man())
    page = shown(safe, "compare_report", loud.pk)
    assert "This one matches" in page and "the same plate" in page and "Ask the reporter again" in page
    assert "Not the same person" not in page
    own = shown(safe, "compare_report", shut.pk)
    assert "This one matches" in own and "the same plate" in own
    for words in ("Wolfgang", "turpentine", "quarry", "Gold tooth"):
        assert words not in page and words not in own


def test_a_report_in_escrow_that_is_not_alike_enough_is_not_told_of(safe):
    man = {**SPARSE, "offenders": [{"age": "35-44", "hair": "brown"}]}
    shut, loud = safe.report(**man, choice=ESCROW), safe.report(**man)
    assert "This one matches" not in shown(safe, "compare_report", loud.pk)
    assert "No other report matches" in shown(safe, "compare_report", shut.pk)


def test_a_report_in_escrow_is_never_found_by_looking(safe):
    shut, loud = safe.report(**man(), choice=ESCROW), safe.report(offenders=[{"age": "18-24"}])
    assert "0 others have it" in look(safe, loud, "07700 900123")
    assert "0 others have it" in look(safe, shut, "07700 900123")


def test_cluster_with_a_report_in_escrow_says_only_that_it_matches(safe):
    one, two = safe.report(**man()), safe.report(offenders=[{**MAN, "names": ["Wolfgang"]}])
    decide(safe, one, two, "same")
    later = NOW + timedelta(days=1)
    safe.do(actions.choose, report_id=two.pk, chosen=Chosen(**ESCROW), how="phone", at=later)
    page = shown(safe, "show_cluster", key_of(one))
    assert "This one matches, and is closed" in page and "Wolfgang" not in page


def test_typed_by_an_adviser_is_compared_at_once(safe):
    first = safe.report(**man())
    answer = add(safe, phones_1=MAN["phones"][0], plates_1="AB12 CDE", n_offenders="1")
    row = Report.objects.exclude(pk=first.pk).get()
    assert answer.url == address(safe, "compare_report", row.pk)
    assert row.compared_at and Suggestion.objects.count() == 1


@pytest.mark.parametrize("name", ["safety:open_reports", "desk:open_entries"])
def test_what_is_unsealed_is_compared_with_it(safe, name):
    safe.report(**man())
    safe.left(**man())
    safe.world.client("adviser").post(safe.project.url(name))
    assert matching.n_waiting(safe.project).n == 1
    assert not matching.to_compare(safe.project).exists()


def test_compare_waiting_is_one_press(safe):
    safe.report(**man())
    safe.report(**man())
    assert "2 reports were not compared" in shown(safe, "list_matches")
    safe.world.client("adviser").post(address(safe, "compare_waiting"))
    assert "1 pair to look at" in shown(safe, "list_matches")


@pytest.mark.parametrize("name", ["compare_report", "show_cluster"])
def test_pages_of_another_project_are_not_there(safe, name):
    report = safe.report(**man())
    ids = report.pk if name == "compare_report" else key_of(report)
    other = safe.world.other
    client = other.client("adviser")
    assert client.get(other.project.url(f"safety:{name}", ids)).status_code == 404


def test_pages_without_the_key_are_refused(safe):
    report = safe.report(**man())
    for name, key in (
        ("compare_report", report.pk),
        ("show_cluster", key_of(report)),
        ("list_matches", None),
    ):
        url = address(safe, name, *([key] if key else []))
        assert safe.world.client("case_worker").get(url).status_code == 403, name


def test_parts_are_every_connected_part():
    assert {frozenset(part) for part in links.parts([(1, 2), (2, 3), (4, 5)])} == {
        frozenset({1, 2, 3}),
        frozenset({4, 5}),
    }
