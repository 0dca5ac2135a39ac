"""The figures of a survey inside, and what people wrote."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.rooms.surveys.asking import one, send
from yarrow.staff.actions import rekeying
from yarrow.surveys import results
from yarrow.surveys.errors import NotAllowed
from yarrow.surveys.models import Response
from yarrow.vault import blind, sealing
from yarrow.vault.errors import NoGrant, Tampered
from yarrow.vault.models import Compartment, TrailRow


@pytest.fixture
def answered(survey):
    """Four inside, two outside, one who did not say where."""
    for n in range(4):
        send(survey, {"where": one("2"), "needs": one("1" if n else "2"), "more": (f"words {n}",)})
    for safe in ("1", "2"):
        send(survey, {"where": one("1"), "safe": one(safe), "night": (True,)})
    send(survey, {"needs": (*one("1"), *one("3"))})
    return survey


def tables(page):
    """{question: {row: figures}}."""
    return {shown.words: {row[0]: row[1:] for row in shown.table.rows} for shown in page["questions"]}


def test_results_have_figures_with_what_they_are_out_of(world, answered):
    page = results.results_page(world.worker("coordinator"), answered, "")
    assert page["n_sheets"] == 7 and page["finding"] == "7 people sent answers."
    found = tables(page)["What would help?"]
    assert found == {
        **{"Food": [4], "Housing": [1], "Money": [1]},
        **{"Answered": [5], "Passed over": [2], "Not asked": [0]},
    }
    shown = page["questions"][1]
    assert shown.finding == "Most of all: “Food”, 4 of 5 who answered." and shown.is_few and shown.several


def test_results_by_group_keep_those_who_did_not_say_apart(world, answered):
    page = results.results_page(world.worker("coordinator"), answered, "where")
    needs, night = page["questions"][1], page["questions"][3]
    assert [column.label for column in needs.table.columns] == [
        *("Answer", "Everybody", "Outside", "Inside", "Did not say"),
    ]
    assert tables(page)["What would help?"]["Food"] == [4, 0, 3, 1]
    assert tables(page)["What would help?"]["Passed over"] == [2, 2, 0, 0]
    assert tables(page)["Do you work at night?"]["Not asked"] == [5, 0, 4, 1]
    assert night.finding == "Most of all: “Yes”, 2 of 2 who answered."
    # Nobody outside answered what would help: that is no bar, and never a bar of nothing.
    outside = needs.picture.table.rows
    assert [row[2] for row in outside] == [None, None, None] and [row[3] for row in outside] == [75, 25, 0]


def test_results_by_a_question_that_is_none_of_the_groups_are_of_everybody(world, answered):
    page = results.results_page(world.worker("coordinator"), answered, "safe")
    assert page["by"] == "" and len(page["questions"][0].table.columns) == 2


def test_results_pages_say_that_they_are_not_for_sharing(world, answered, survey):
    for role in ("peer", "coordinator", "evaluator"):
        page = world.client(role).get(world.project.url("surveys:show_results", survey.id) + "?by=where")
        said = page.content.decode()
        assert (
            "Not for sharing" in said and "<figure" in said and "Did not say" in said and "Few people" in said
        )
    assert (
        world.client("outreach").get(world.project.url("surveys:show_results", survey.id)).status_code == 403
    )


def test_results_of_nobody_say_how_they_begin(world, survey):
    said = world.client("peer").get(world.project.url("surveys:show_results", survey.id)).content.decode()
    assert "Nobody has sent answers yet." in said and "<figure" not in said


def test_words_are_read_by_question_with_one_row_on_the_trail(world, answered):
    said = (
        world.client("coordinator").get(world.project.url("surveys:show_words", answered.id)).content.decode()
    )
    assert all(f"words {n}" in said for n in range(4)) and "What else?" in said
    noted = TrailRow.objects.get(act="surveys.show_words")
    assert str(noted.subject) == str(answered.id)
    assert world.client("peer").get(world.project.url("surveys:show_words", answered.id)).status_code == 403


def test_words_need_the_role_and_the_key(world, answered, at):
    with pytest.raises(NotAllowed):
        results.words_page(world.worker("evaluator"), answered, at)
    keyless = world.worker("peer")
    with pytest.raises(NoGrant):
        results.words_page(type(keyless)(keyless.id, "coordinator", keyless.unlocked), answered, at)
    assert not TrailRow.objects.filter(act="surveys.show_words").exists()


def test_words_of_one_sheet_do_not_open_in_another(world, answered, at):
    first, second = Response.objects.exclude(envelope=None)[:2]
    Response.objects.filter(pk=second.pk).update(envelope=first.envelope)
    with pytest.raises(Tampered):
        results.words_page(world.worker("coordinator"), answered, at)


def test_words_are_sealed_to_the_key_of_their_day(world, answered):
    """A row made before a key is renewed names its own pair."""
    row = Response.objects.exclude(envelope=None).first()
    key, envelope = blind.seal(world.project.id, "notes", row.id, {"more": ["x"]})
    assert row.key_id == key.id and len(envelope) == len(bytes(row.envelope))
    secret = world.worker("coordinator").key.secret_of(world.project.id, "notes", str(row.key_id))
    assert sealing.unpack(sealing.open_with(secret, bytes(row.envelope)))["row"] == str(row.id)


def renew(world):
    """A new key to case notes; the secret of the old one."""
    old = Compartment.current(world.project.id, "notes")
    secret = world.worker("coordinator").key.secret_of(world.project.id, "notes", str(old.id))
    told = {"by": world.worker("manager"), "at": timezone.now()}
    rekeying.rekey(project=world.project, name="notes", instead_of=old.id, **told)
    return secret


def opened_by(secret):
    """Envelopes that somebody who kept this key opens."""
    found = []
    for row in Response.objects.exclude(envelope=None):
        try:
            found.append(sealing.open_with(secret, bytes(row.envelope)))
        except Tampered:
            continue
    return found


def test_words_are_out_of_reach_of_whoever_kept_a_key_that_was_renewed(world, answered, at):
    assert opened_by(renew(world)) == []
    said = results.words_page(world.worker("coordinator"), answered, at)["lines"]
    assert said == [("What else?", [f"words {n}" for n in range(4)])]


def test_words_twin_that_a_new_key_does_not_reach_are_caught(world, answered, monkeypatch):
    monkeypatch.setattr(blind, "_kept", {})
    assert len(opened_by(renew(world))) == 4


def test_words_that_were_touched_do_not_stop_a_new_key(world, answered, at):
    first = Response.objects.exclude(envelope=None).first()
    Response.objects.filter(pk=first.pk).update(envelope=b"nothing")
    renew(world)
    current = Compartment.current(world.project.id, "notes")
    assert Response.objects.filter(key=current).count() == 3


def test_results_of_a_tie_name_all_that_were_chosen_most(world, survey):
    for code in ("1", "3"):
        send(survey, {"needs": one(code)})
    shown = results.results_page(world.worker("coordinator"), survey, "")["questions"][1]
    assert shown.finding == "Equally often: “Food”, “Money”, each 1 of 2 who answered."


def test_results_are_in_the_language_of_the_reader_where_the_form_speaks_it(world, answered):
    with override("ro"):
        page = results.results_page(world.worker("coordinator"), answered, "where")
    assert [words for _key, words in page["groupings"]] == ["Unde lucrezi?"]
    assert (
        page["questions"][0].words == "Unde lucrezi?"
        and page["questions"][0].table.rows[0][0] == "Outside (ro)"
    )
    with override("ar"):
        page = results.results_page(world.worker("coordinator"), answered, "")
    assert page["questions"][0].words == "Where do you work?"
