"""Pages of a filling: one question or all, back and later, languages, conditions, problems, and somebody in between."""

import pytest

from tests.rooms.measures.pages import keys_of, translated, where
from tests.rooms.measures.wording import worded
from yarrow.measures import actions, making
from yarrow.measures.models import Filling
from yarrow.people.actions import add_person


def test_first_page_is_the_first_question_without_an_answer(own, begin, answer, open_page):
    filling = begin(own)
    assert keys_of(open_page(filling)) == ["q1"]
    answer(filling, {"q1": (True,)})
    assert keys_of(open_page(filling)) == ["q2"]


def test_page_says_how_far_it_is(own, begin, open_page):
    assert "Question 2 of 3" in open_page(begin(own), at="q2").content.decode()


def test_next_and_back_keep_what_was_typed(own, begin, open_page, send):
    filling = begin(own)
    page = open_page(filling, at="q3")
    assert where(send(filling, page, go="back", q3="socks")) == "q2"
    assert "socks" in open_page(filling, at="q3").content.decode()


def test_later_keeps_the_draft_and_leads_to_the_list(own, begin, open_page, send, project, kim, client):
    filling = begin(own)
    answer = send(filling, open_page(filling, at="q3"), go="later", q3="socks")
    assert answer["Location"] == project.url("measures:list_fillings", kim.id)
    listed = client.get(answer["Location"]).content.decode()
    assert project.url("measures:fill", kim.id, filling.id) in listed


def test_last_question_leads_to_the_end_which_lists_what_has_no_answer(own, begin, open_page, send):
    filling = begin(own)
    end = send(filling, open_page(filling, at="q3"), q3="socks")
    assert where(end) == "~end"
    page = open_page(filling, at="~end")
    assert page.context["is_end"] and len(page.context["open_ones"]) == 2
    assert "Did you eat today?" in page.content.decode()


def test_all_on_one_page_saves_all_and_turning_keeps_what_was_typed(own, begin, open_page, send):
    filling = begin(own)
    turned = send(filling, open_page(filling), go="turn", q1="yes")
    assert "~all=1" in turned["Location"].replace("%7E", "~")
    page = open_page(filling, all="1", at="q1")
    assert keys_of(page) == ["q1", "q2", "q3"]
    assert where(send(filling, page, q1="no", q2="3", q3="x")) == "~end"
    back = open_page(filling, at="q2").context["questions"][0]
    assert [option.is_chosen for option in back.options] == [False, False, True]


def test_number_that_can_not_be_read_is_kept_and_named(keep, begin, open_page, send):
    version = keep(making.questionnaire_of("N", "Nights? [number]\nB?", "en"))
    filling = begin(version)
    page = send(filling, open_page(filling), q1="many")
    said = page.content.decode()
    assert page.status_code == 200 and 'value="many"' in said and 'href="#q0"' in said
    assert 'aria-invalid="true"' in said and "Error:" in said
    assert Filling.objects.get().version == 1


def test_measures_row_is_kept_on_the_page_too(keep, begin, open_page, send):
    version = keep(worded("ons4"), "ons4")
    filling = begin(version)
    page = open_page(filling)
    again = send(filling, page, **{page.context["at"]: "11"})
    assert again.status_code == 200 and "from 0 to 10" in again.content.decode()


def test_answer_and_rather_not_say_can_not_both_be(own, begin, open_page, send):
    filling = begin(own)
    page = send(filling, open_page(filling, at="q3"), **{"q3": "x", "q3~skip": "asked-declined"})
    assert page.status_code == 200 and page.context["errors"]


def test_rather_not_say_among_buttons_is_remembered(own, begin, open_page, send):
    filling = begin(own)
    send(filling, open_page(filling, at="q2"), q2="~rather-not")
    assert open_page(filling, at="q2").context["questions"][0].is_skipped
    # And can be taken back by an answer.
    send(filling, open_page(filling, at="q2"), q2="1")
    again = open_page(filling, at="q2").context["questions"][0]
    assert not again.is_skipped and again.options[0].is_chosen


@pytest.fixture
def branching(keep):
    raw = making.questionnaire_of("Branch", "How? [good; bad]\nWhy?\nLast?", "en")
    raw["item"][1] |= {
        "enableWhen": [{"question": "q1", "operator": "=", "answerCoding": {"code": "2"}}],
        "enableBehavior": "all",
    }
    return keep(raw)


def test_condition_decides_which_question_comes_next(branching, begin, open_page, send):
    filling = begin(branching)
    assert where(send(filling, open_page(filling), q1="1")) == "q3"
    assert where(send(filling, open_page(filling, at="q1"), q1="2")) == "q2"


def test_earlier_answer_to_a_conditional_question_stands_while_others_are_typed(
    branching, begin, open_page, send
):
    filling = begin(branching)
    send(filling, open_page(filling), q1="2")
    send(filling, open_page(filling, at="q2"), q2="the cold")
    send(filling, open_page(filling, at="q3"), q3="that is all")
    assert "the cold" in open_page(filling, at="q2").content.decode()


def test_page_of_all_questions_has_every_one_and_leaves_out_those_that_do_not_apply(
    branching, begin, open_page, send, by
):
    filling = begin(branching)
    page = open_page(filling, all="1", at="q1")
    assert keys_of(page) == ["q1", "q2", "q3"] and "<yarrow-questions" in page.content.decode()
    assert where(send(filling, page, q1="1", q2="not asked", q3="x")) == "~end"
    filling.refresh_from_db()
    held = filling.sealed.open_unrecorded("notes.answers", by.unlocked)
    assert "q2" not in held["answers"] and held["dropped"] == ["q2"]
    assert open_page(filling, at="~end").context["n_asked"] == 2


def test_number_that_can_not_be_read_does_not_matter_where_it_is_not_asked(branching, begin, open_page, send):
    filling = begin(branching)
    page = open_page(filling, all="1", at="q1")
    assert send(filling, page, q1="1", **{"q2": "x", "q2~skip": "asked-declined"}).status_code == 302


def test_language_is_switched_in_the_middle_and_nothing_is_lost(keep, begin, open_page, send):
    version = keep(translated(making.questionnaire_of("Two", "A?\nB?", "en")))
    filling = begin(version)
    page = open_page(filling)
    answer = send(filling, page, go="language", q1="seven", **{"~language": "ar"})
    assert where(answer) == "q1"
    page = open_page(filling, at="q1")
    said = page.content.decode()
    assert "seven" in said and 'dir="rtl"' in said and "بالعربية" in said
    assert Filling.objects.get().language == "ar"


def test_another_workers_answer_to_the_same_question_is_shown_beside_ones_own(
    own, begin, answer, open_page, send
):
    filling = begin(own)
    page = open_page(filling, at="q3")
    answer(filling, {"q3": ("theirs",)})
    again = send(filling, page, q3="mine")
    said = again.content.decode()
    assert again.status_code == 200 and "theirs" in said and "mine" in said
    # Saving again is a decision.
    assert send(filling, again, q3="mine").status_code == 302
    assert "mine" in open_page(filling, at="q3").content.decode()


def test_answers_to_questions_that_were_not_on_the_page_are_not_taken(own, begin, open_page, send):
    filling = begin(own)
    send(
        filling,
        open_page(filling, at="q1"),
        q1="yes",
        q3="smuggled",
        nonsense="x",
        **{"~asked": ["q1", "zz"]},
    )
    page = open_page(filling, all="1", at="q1")
    assert "smuggled" not in page.content.decode()


def test_person_holding_the_device_finds_no_way_into_the_records(
    own, begin, open_page, send, project, kim, client
):
    filling = begin(own, how="device")
    said = open_page(filling).content.decode()
    assert (
        project.url("people:list_people") not in said
        and project.url("people:show_person", kim.id) not in said
    )


def test_finished_form_is_shown_and_not_asked_again(own, begin, given, open_page, project, kim):
    filling = actions.finish_filling(filling=begin(own), **given)
    assert open_page(filling)["Location"] == project.url("measures:show_filling", kim.id, filling.id)


def test_person_finishes_on_the_device_and_hands_it_back_locked(own, begin, client, project, kim):
    filling = begin(own, how="device")
    done = client.post(project.url("measures:finish_filling", kim.id, filling.id))
    assert done["Location"] == project.url("measures:hand_back", kim.id, filling.id)
    said = client.get(done["Location"]).content.decode()
    assert "lock" in said and project.url("people:list_people") not in said


def test_another_persons_filling_is_not_reached_through_this_one(own, begin, client, project, given):
    ola = add_person(called="Ola", **given)
    filling = begin(own)
    assert client.get(project.url("measures:fill", ola.id, filling.id)).status_code == 404


def test_form_of_two_hundred_questions_is_asked_and_saved(keep, begin, open_page, send, by):
    lines = "\n".join(f"Question {n}? [a; b; c; d]" for n in range(1, 201))
    filling = begin(keep(making.questionnaire_of("Long", lines, "en")))
    page = open_page(filling, all="1", at="q1")
    assert len(page.context["questions"]) == 200
    send(filling, page, **{f"q{n}": "2" for n in range(1, 201)})
    filling.refresh_from_db()
    held = filling.sealed.open_unrecorded("notes.answers", by.unlocked)
    assert held["answers"]["q200"] == [["code", "2"]] and len(held["answers"]) == 200
    assert "Question 117 of 200" in open_page(filling, at="q117").content.decode()


@pytest.mark.parametrize("kind", ["date", "dateTime", "time", "decimal", "open-choice", "string"])
def test_each_kind_of_question_can_be_asked_typed_and_read_again(keep, begin, open_page, send, kind):
    typed = {
        "date": {"q1~day": "14", "q1~month": "3", "q1~year": "2026"},
        "dateTime": {"q1~day": "14", "q1~month": "3", "q1~year": "2026", "q1~time": "21:30"},
        "time": {"q1": "21:30"},
        "decimal": {"q1": "1.5"},
        "open-choice": {"q1": "~other", "q1~other": "words of theirs"},
        "string": {"q1": "one line"},
    }[kind]
    raw = making.questionnaire_of("Kinds", "A?", "en")
    raw["item"][0]["type"] = kind
    if kind == "open-choice":
        raw["item"][0]["answerOption"] = [{"valueCoding": {"code": "1", "display": "One"}}]
    filling = begin(keep(raw))
    sent = send(filling, open_page(filling), **typed)
    assert sent.status_code == 302, sent.context["errors"]
    boxes = open_page(filling, at="q1").context["questions"][0].boxes
    for name, value in typed.items():
        if value != "~other":
            assert boxes[name.partition("~")[2]] == value


def test_choosing_several_keeps_each(keep, begin, open_page, send, by):
    filling = begin(keep(making.questionnaire_of("Several", "Needs? [several: food; bed; money]", "en")))
    send(filling, open_page(filling), q1=["1", "3"])
    chosen = [one.is_chosen for one in open_page(filling, at="q1").context["questions"][0].options]
    assert chosen == [True, False, True]
