"""The page of a filling: answers, scores with what they rest on, what changed since the last time, and its history."""

from datetime import date
from decimal import Decimal

import pytest

from tests.rooms.measures.wording import chosen, worded
from yarrow.community.actions import add_event
from yarrow.measures import actions, results
from yarrow.measures.models import Score
from yarrow.measures.saying import direction, language_name, value_in_words
from yarrow.methods.forms import Chosen, Item, Option, Skipped, Words
from yarrow.vault.models import TrailRow


@pytest.fixture
def done(begin, answer, given):
    """done(version, {1: 2}, on=date) -> a finished filling; slot number → place in the row."""

    def make(version, places, *, on=None, **said):
        filling = begin(version, answered_on=on, **said)
        answer(filling, chosen(version, places))
        return actions.finish_filling(filling=filling, **given)

    return make


@pytest.fixture
def show(world, project, kim):
    def get(filling, role="case_worker"):
        url = project.url("measures:show_filling", kim.id, filling.id)
        return world.client(role).get(url)

    return get


def all_nine(place):
    return dict.fromkeys(range(1, 10), place)


def test_page_shows_the_score_what_it_counts_its_band_and_where_that_comes_from(phq, done, show):
    page = show(done(phq, all_nine(1))).content.decode()
    assert "<strong>9</strong>" in page and "9 of 9 questions answered" in page
    assert "from 0 to 27" in page and "phq-9 1" in page
    score = Score.objects.exclude(said=[]).first()
    assert score.said[0]["citation"].split(",")[0][:20] in page


def test_page_says_why_there_is_no_score(phq, done, show):
    page = show(done(phq, {1: 1})).content.decode()
    assert "Not scorable" in page and "1 of 9 questions answered" in page


def test_change_names_its_rule_and_says_which_way_it_went(phq, done, show):
    done(phq, all_nine(2), on=date(2026, 1, 5))
    page = show(done(phq, all_nine(1), on=date(2026, 2, 5)))
    shown = next(one for one in page.context["shown"].scores if one.score.n_items == 9 and one.changes)
    assert [(each.change.moved, each.change.difference) for each in shown.changes] == [("up", Decimal(-9))]
    said = page.content.decode()
    assert "better by this rule" in said and shown.changes[0].change.source.citation in said
    assert "5 January" in said or "5 Jan" in said


def test_change_is_not_known_where_a_score_is_missing(phq, done, show):
    done(phq, {1: 1}, on=date(2026, 1, 5))
    shown = show(done(phq, all_nine(1), on=date(2026, 2, 5))).context["shown"].scores
    moved = {each.change.moved for one in shown for each in one.changes}
    assert moved == {"not known"}


def test_change_says_that_it_was_asked_in_another_way(phq, done, show):
    done(phq, all_nine(2), on=date(2026, 1, 5), how="paper")
    shown = show(done(phq, all_nine(1), on=date(2026, 2, 5))).context["shown"].scores
    assert any(each.change.caveats for one in shown for each in one.changes)


def test_error_and_draft_are_no_earlier_time(phq, done, show, given, begin, answer):
    wrong = done(phq, all_nine(3), on=date(2026, 1, 5))
    actions.void_filling(filling=wrong, reason="wrong_person", **given)
    answer(begin(phq, answered_on=date(2026, 1, 6)), chosen(phq, all_nine(3)))
    shown = show(done(phq, all_nine(1), on=date(2026, 2, 5))).context["shown"].scores
    assert not any(one.changes or one.picture for one in shown)
    page = show(wrong).content.decode()
    assert "Entered in error" in page and "belongs to somebody else" in page


def test_scores_over_time_are_a_picture_with_its_table(phq, done, show):
    done(phq, all_nine(2), on=date(2026, 1, 5))
    done(phq, {1: 1}, on=date(2026, 1, 20))
    page = show(done(phq, all_nine(1), on=date(2026, 2, 5)))
    shown = next(one for one in page.context["shown"].scores if one.score.value == 9)
    assert [row[1] for row in shown.picture.table.rows] == [18.0, None, 9.0]
    assert "<svg" in page.content.decode() and "no figure" in page.content.decode()


def test_what_happened_outside_is_drawn_on_scores_over_time(phq, done, show, given, world):
    raid = {"kind": "raid", "title": "Raid on Mill Road", "from_on": date(2026, 1, 20)}
    add_event(**raid, **{**given, "by": world.worker("coordinator")})
    done(phq, all_nine(2), on=date(2026, 1, 5))
    page = show(done(phq, all_nine(1), on=date(2026, 2, 5)))
    shown = next(one for one in page.context["shown"].scores if one.score.value == 9)
    assert [row[-1] for row in shown.picture.table.rows] == ["", "1"]
    assert 'class="chart__mark"' in page.content.decode()


def test_amended_answers_stand_and_their_scores_and_both_are_told(phq, done, show, given):
    filling = done(phq, all_nine(1))
    fixed = chosen(phq, {1: 3})
    told = {"given": fixed, "asked": frozenset(fixed), "reason": "mistyped", "seen": filling.version}
    actions.amend_answers(filling=filling, **told, **given)
    page = show(filling)
    assert {one.score.value for one in page.context["shown"].scores if one.score.n_items == 9} >= {
        Decimal(11)
    }
    assert 9 not in {one.score.value for one in page.context["shown"].scores}
    assert "It was typed wrong" in page.content.decode()


def test_same_answer_all_the_way_is_said(keep, done, show):
    version = keep(worded("rosenberg"), "rosenberg")
    page = show(done(version, dict.fromkeys(range(1, 11), 1))).content.decode()
    assert "The same answer all the way" in page


def test_different_measures_are_never_in_one_line(keep, done, show):
    first, second = keep(worded("pcl-c"), "pcl-c"), keep(worded("pcl-5"), "pcl-5")
    done(first, dict.fromkeys(range(1, 18), 2), on=date(2026, 1, 5))
    shown = show(done(second, dict.fromkeys(range(1, 21), 2), on=date(2026, 2, 5))).context["shown"].scores
    assert shown and not any(one.changes or one.picture for one in shown)


def test_page_with_a_rule_that_changed_since_says_so(phq, done, show):
    filling = done(phq, all_nine(1))
    Score.objects.update(pack_hash="0" * 64)
    assert "earlier text of the rule" in show(filling).content.decode()


def test_opening_the_answers_is_on_the_trail(phq, done, show, kim, world):
    show(done(phq, all_nine(1)))
    row = TrailRow.objects.get(act="measures.show_filling")
    assert (row.subject, row.by_id) == (kim.id, world.account("case_worker").worker.id)
    assert row.fields == ["measures.filling.notes.answers"]


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser"])
def test_answers_open_for_nobody_without_the_key_to_case_notes(phq, done, show, world, project, kim, role):
    filling = done(phq, all_nine(1))
    client = world.client(role, raise_request_exception=False)
    for name in ("list_fillings", "export_fillings"):
        assert client.get(project.url(f"measures:{name}", kim.id)).status_code == 403
    for name in ("show_filling", "amend_answers", "fill", "show_routes"):
        assert client.get(project.url(f"measures:{name}", kim.id, filling.id)).status_code == 403


def test_answer_is_put_right_on_its_page(own, begin, answer, given, world, project, kim):
    filling = begin(own)
    answer(filling, {"q1": (True,), "q3": ("one",)})
    filling = actions.finish_filling(filling=filling, **given)
    client, url = world.client("case_worker"), project.url("measures:amend_answers", kim.id, filling.id)
    page = client.get(url)
    assert [one.key for one in page.context["questions"]] == [
        "q1",
        "q2",
        "q3",
    ] and "one" in page.content.decode()
    typed = {"~seen": filling.version, "q1": "no", "q3": "two"}
    again = client.post(url, typed)
    assert "reason" in again.context["form"].errors and "two" in again.content.decode()
    done = client.post(url, {**typed, "reason": "misheard"})
    said = client.get(done["Location"]).content.decode()
    assert "two" in said and "misheard" in said
    late = client.post(url, {**typed, "q3": "three", "reason": "misheard"})
    assert late.status_code == 200 and "Nothing of either of you is lost" in late.content.decode()


def test_danger_that_comes_to_light_while_putting_right_leads_to_the_calm_page(
    phq, done, world, project, kim
):
    filling = done(phq, all_nine(0))
    client, url = world.client("case_worker"), project.url("measures:amend_answers", kim.id, filling.id)
    typed = {link: "a0" for link in phq.slots.values()} | {"phq9.9": "a2"}
    sent = client.post(url, {**typed, "~seen": filling.version, "reason": "misheard"})
    assert sent["Location"] == project.url("measures:show_routes", kim.id, filling.id)


def test_error_is_marked_on_its_page(own, begin, world, project, kim):
    filling = begin(own)
    client, url = world.client("case_worker"), project.url("measures:void_filling", kim.id, filling.id)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "trying"})["Location"] == project.url("measures:list_fillings", kim.id)
    filling.refresh_from_db()
    assert filling.state == "void"


def test_list_shows_what_was_answered_and_when_the_latest_first(own, phq, done, begin, world, project, kim):
    done(phq, all_nine(1), on=date(2026, 1, 5))
    begin(own)
    page = world.client("case_worker").get(project.url("measures:list_fillings", kim.id))
    assert [one.form_version.title for one in page.context["fillings"]] == ["Tonight", "Invented PHQ-9"]
    assert "9 of 10 answered" in page.content.decode()


CHOICE = Item("q", "choice", options=(Option("a", Words.of("en", "Yes please", ro="Da")),))


@pytest.mark.parametrize(
    ("item", "values", "language", "said"),
    [
        (CHOICE, (Chosen("a"),), "ro", ("Da", False)),
        (CHOICE, (Chosen("a"),), "pl", ("Yes please", False)),
        (CHOICE, (Chosen("gone"),), "en", ("gone", False)),
        (CHOICE, (Skipped(),), "en", ("Rather not say.", True)),
        (CHOICE, (), "en", ("No answer.", True)),
        (Item("q", "boolean"), (False,), "en", ("No", False)),
        (Item("q", "integer"), (0,), "en", ("0", False)),
        (Item("q", "decimal"), (Decimal("1.50"),), "en", ("1.50", False)),
    ],
)
def test_answer_in_words(item, values, language, said):
    assert value_in_words(item, values, language) == said


@pytest.mark.parametrize(
    ("tag", "name", "way"),
    [
        ("en", "English", "ltr"),
        ("ro", "Română", "ltr"),
        ("ar", "العربية", "rtl"),
        ("xx-new", "xx-new", "ltr"),
    ],
)
def test_language_is_called_as_its_speakers_write_it(tag, name, way):
    assert (language_name(tag), direction(tag)) == (name, way)


def test_four_ways_to_have_moved_are_four_sentences():
    said = {results.moved_in_words(moved) for moved in ("up", "down", "stayed", "not known")}
    assert len(said) == 4
