"""What left stands in the person's own copy, in words; code lists hold together."""

import pytest

from tests.rooms.sharing.conftest import NOW
from yarrow.agencies import lists as kinds
from yarrow.people import copying, purposes
from yarrow.people.models import Person
from yarrow.sharing import actions, errors, export, lists, states
from yarrow.vault import telling
from yarrow.vault.sealing_model import sealed_fields, sealed_files


@pytest.fixture
def copy(table, kim, quay):
    """Everything that can be told of sharing, opened for Kim."""
    table.agree(kim, quay)
    share = table.share(kim, quay)
    facts = [actions.Fact("called", "Kim")]
    told = {"person": kim, "agency": quay, "purpose": "health", "facts": facts}
    made = table.do(actions.make_package, days=7, openings=2, **told)
    actions.answer_package(token=made.token, code=made.code, answer="refused", reason="sex_work", at=NOW)
    table.take_back(kim, quay, after=1)
    table.do(actions.note_recall, share=share, how="letter", answer="Shredded", after=2)
    table.decide(table.propose(kim, quay))
    return copying.copy_of(table.by(), table.project, Person.objects.get(pk=kim.pk), "asked", NOW)


def words_of(copy, key):
    (table,) = (one for one in copy.tables if one.key == key)
    return " | ".join(f"{heading}: {words}" for line in table.lines for heading, words in line)


def test_copy_says_what_left_to_whom_and_on_which_ground(copy):
    said = words_of(copy, "sharing.share")
    for words in ("Whom: Quay clinic", "Needs an X-ray", "On what ground: You agreed", "Case worker"):
        assert words in said
    assert "What left: What they are called, About their health" in said and "digest" not in said


def test_copy_says_what_two_workers_wanted_and_who_decided(copy):
    said = words_of(copy, "sharing.proposal")
    assert "A court orders it" in said and "Schedule 2" in said and "The order of 3 March" in said
    assert "Who decided, by their role: Manager" in said and "Sam Manager" not in said


def test_copy_says_what_became_of_links_and_who_was_told(copy):
    assert "Shredded" in words_of(copy, "sharing.recall") and "In a letter" not in words_of(
        copy, "sharing.recall"
    )
    assert "Because of sex work" in words_of(copy, "sharing.answer")
    link = words_of(copy, "sharing.package")
    assert "How often it may be: 2" in link and "content" not in link


@pytest.mark.parametrize("model", list(export.TOLD), ids=lambda model: model.__name__)
def test_every_field_is_told_or_left_out_with_a_reason(model):
    assert telling.is_whole(model)
    told = telling.of(model)
    files = set(sealed_files(model))
    assert {field.name for field in sealed_fields(model) if field not in files} <= set(told.fields)


def test_facts_fall_under_categories_that_somebody_is_asked_about():
    asked = {code for code, _words in purposes.choices("categories")}
    assert {item.category for item in lists.items("facts")} == asked
    assert lists.categories_of(["health_words", "called"]) == ["identity", "health"]
    assert lists.category_of("nothing") == "" and lists.label("facts", "nothing") == "nothing"


def test_no_fact_is_about_papers_nationality_work_or_looks():
    fields = {item.field for item in lists.items("facts")}
    assert not fields & {"nationality", "appearance", "trans", "gender_said", "parenting"}
    assert fields - {""} <= {field.name for field in Person._meta.concrete_fields}


def test_kinds_to_name_are_kinds_of_agencies():
    assert lists.kinds_to_name() <= kinds.codes("kinds") and "court" in lists.kinds_to_name()


def test_refusals_of_partners_name_what_services_do():
    assert {"sex_work", "uses", "papers"} <= lists.codes("reasons") and "refused" in lists.codes("answers")


def test_every_reason_why_not_has_its_sentence():
    for why in errors.Why:
        said = errors.in_words(errors.WhyNot(why, frozenset({"health"})), "Quay clinic")
        assert said.endswith((".", "Your health.")) and "%" not in said


def test_states_lead_somewhere_and_the_drawing_has_each_act_once():
    drawn = "\n".join(states.diagram())
    for state, acts in states.PROPOSAL_STATES.items():
        for act, after in acts.items():
            assert after in states.PROPOSAL_STATES and drawn.count(f"{state} --> {after}: {act}") == 1
    assert set(states.LABELS) == set(states.PROPOSAL_STATES)
