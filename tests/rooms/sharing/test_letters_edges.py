"""Letters at the edges: versions, braces, right to left, midnight, merged and erased people."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from tests.rooms.sharing.conftest import NOW, text
from tests.rooms.sharing.test_letters import SAID, change
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import erase_person, merge_people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, letters, lists
from yarrow.sharing.errors import CannotBe, NotAgreed, WrongStep
from yarrow.sharing.models import Letter, LetterTemplate, Share
from yarrow.staff.models import Project

pytestmark = pytest.mark.sqlite_only(reason="what a letter says is made before a row is written")
ALL = ("identity", "support", "health")


@pytest.fixture
def template(table):
    return table.do(
        actions.write_template, role="manager", name="A note", text="{name}: {needs}", is_asked=False
    )


@pytest.fixture
def write(table, kim, quay, template):
    """A letter as it was seen at `seen_at`; it leaves `after` minutes."""

    def write(row=template, *, said, seen_at=NOW, person=kim, agency=quay, role="case_worker", **told):
        name = table.world.account(role).worker.name
        seen = letters.mark_of(letters.text_of(row, agency, said, name, seen_at), agency)
        whom = {"person": person, "agency": agency, "template": row, "said": said}
        told = {"purpose": "health", "seen": seen, "after": 1, **told}
        return table.do(actions.write_letter, role=role, **whom, **told)

    return write


def text_of(table, letter):
    return letters.letter_of(table.by(), letter.person, letter.pk, "").text


@pytest.mark.parametrize(
    "words",
    [
        *(
            "{needs}",
            "{name} {agency} {",
            "}{",
            "<b onload=x>&amp;</b>",
            "\u202bשלום\u202c"[1:-1],
            "مرحبا, 12/3",
        ),
        *("\U0001f468\u200d\U0001f467", "a\n\nb\tc", "%s %(name)s {{ x }}", "x" * 4000, "Łódź — “ok”"),
    ],
)
def test_a_place_says_what_was_written_word_for_word(table, client, url, kim, quay, write, words):
    table.agree(kim, quay, categories=ALL)
    letter = write(said={"name": "Kim", "needs": words})
    assert text_of(table, letter) == f"Kim: {words}"
    page = text(client.get(url("show_letter", kim.pk, letter.pk)))
    assert "<b onload" not in page and 'dir="auto"' in page


@pytest.mark.parametrize("words", ["", "   ", "\n", "x" * 4001, "a\x00b", "\u202e" + "abc"])
def test_a_place_that_says_nothing_or_what_nobody_sees_keeps_the_letter_here(
    table, kim, quay, template, words
):
    table.agree(kim, quay, categories=ALL)
    with pytest.raises(Refusal):
        letters.text_of(template, quay, {"name": "Kim", "needs": words}, "Sam", NOW)
    whom = {"person": kim, "agency": quay, "template": template, "said": {"name": "Kim", "needs": words}}
    with pytest.raises(Refusal):
        table.do(actions.write_letter, purpose="health", seen="", **whom)
    assert not Share.objects.exists()


def test_an_agency_called_like_a_field_fills_nothing(table, kim, write):
    odd = table.agency("{needs} & {name}")
    row = table.do(
        actions.write_template, role="manager", name="x", text="To {agency}: {name}", is_asked=False
    )
    table.agree(kim, odd, categories=ALL)
    assert text_of(table, write(row, said={"name": "Kim"}, agency=odd)) == "To {needs} & {name}: Kim"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])
def test_a_letter_says_the_day_where_the_project_is_and_is_read_again_after_midnight(table, kim, quay, zone):
    Project.objects.update(time_zone=zone)
    row = table.do(actions.write_template, role="manager", name="x", text="{day} {name}", is_asked=False)
    row.project.time_zone = zone
    at = datetime(2026, 10, 31, 23, 30, tzinfo=row.project.zone).astimezone(UTC)
    assert letters.text_of(row, quay, {"name": "Kim"}, "Sam", at) == "31 Oct 2026 Kim"
    later = datetime(2026, 11, 1, 0, 0, tzinfo=row.project.zone).astimezone(UTC)
    marks = {
        letters.mark_of(letters.text_of(row, quay, {"name": "Kim"}, "Sam", one), quay) for one in (at, later)
    }
    assert len(marks) == 2


def test_a_letter_that_was_read_in_another_language_is_read_again(table, kim, quay, write):
    table.agree(kim, quay, categories=ALL)
    row = table.do(actions.write_template, role="manager", name="x", text="{day} {name}", is_asked=False)
    with translation.override("pl"):
        seen = letters.mark_of(letters.text_of(row, quay, {"name": "Kim"}, "Sam Case_Worker", NOW), quay)
    with pytest.raises(WrongStep, match="reads otherwise"):
        write(row, said={"name": "Kim"}, seen=seen)


def test_a_mark_is_for_one_agency(table, kim, quay, write, template):
    table.agree(kim, categories=ALL)
    other = table.agency("Other clinic")
    said = {"name": "Kim", "needs": "rest"}
    seen = letters.mark_of("Kim: rest", other)
    with pytest.raises(WrongStep):
        write(said=said, seen=seen)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator", "guest"])
def test_letters_are_written_by_those_who_do_case_work(table, kim, quay, template, role):
    table.agree(kim, quay, categories=ALL)
    whom = {
        "person": kim,
        "agency": quay,
        "template": template,
        "said": SAID,
        "seen": "",
        "purpose": "health",
    }
    with pytest.raises(NotForYou):
        table.do(actions.write_letter, role=role, **whom)


@pytest.mark.parametrize("role", ["case_worker", "outreach", "peer", "adviser", "administrator", "guest"])
def test_templates_are_written_by_those_who_arrange(table, role):
    with pytest.raises(NotForYou):
        table.do(actions.write_template, role=role, name="x", text="{name}", is_asked=False)


def test_a_template_of_ours_that_was_taken_out_of_use_is_taken_up_again(table, url):
    boss, take = table.world.client("manager"), url("take_up_template", "housing")
    boss.post(take)
    assert take not in text(boss.get(url("list_templates")))
    change(table, LetterTemplate.objects.get(), is_in_use=False)
    assert take in text(boss.get(url("list_templates")))
    assert boss.post(take).status_code == 302 and boss.post(take).status_code == 302
    assert list(LetterTemplate.objects.order_by("n").values_list("n", "is_in_use")) == [
        (1, True),
        (2, False),
        (3, True),
    ]
    assert take not in text(boss.get(url("list_templates")))


@pytest.mark.parametrize("name", ["Письмо", "\U0001f4dc", "x" * 60, "---", "a b c", "Łódź"])
def test_templates_of_any_name_stand_side_by_side(table, name):
    told = {"role": "manager", "name": name, "text": "{name}", "is_asked": False}
    rows = [table.do(actions.write_template, **told) for _n in range(3)]
    assert len({row.code for row in rows}) == 3 and {row.n for row in rows} == {1}
    assert (
        all(0 < len(row.code) <= 40 for row in rows)
        and LetterTemplate.objects.in_use(table.project).count() == 3
    )


@pytest.mark.parametrize("code", ["housing2", "nothing", "HOUSING"])
def test_a_version_is_of_a_template_that_there_is(table, code):
    with pytest.raises(NotHere):
        table.do(actions.write_template, role="manager", name="x", text="{name}", is_asked=False, code=code)


def test_another_projects_template_is_none_of_ours(table, kim, quay, template):
    other = table.world.other
    with other.inside():
        told = {"project": other.project, "by": other.worker("manager"), "at": NOW}
        theirs = actions.write_template(name="Theirs", text="{name}", is_asked=False, **told)
        assert LetterTemplate.objects.in_use(other.project).get() == theirs
    with pytest.raises(NotHere):
        letters.template_in(table.project, theirs.pk)
    whom = {"person": kim, "agency": quay, "template": theirs, "said": {"name": "Kim"}, "seen": ""}
    with pytest.raises(WrongStep):
        table.do(actions.write_letter, purpose="health", **whom)


def test_letters_go_with_a_merge_and_end_with_an_erasure(table, kim, quay, write):
    table.agree(kim, quay, categories=ALL)
    letter, other = write(said={"name": "Kim", "needs": "rest"}), table.person("Kimmy")
    table.do(merge_people, role="manager", into=other, came=kim, take=(), after=2)
    letter = Letter.objects.select_related("person").get()
    assert letter.person_id == other.pk and text_of(table, letter) == "Kim: rest"
    with pytest.raises(Refusal):
        write(said={"name": "Kim", "needs": "rest"}, after=3)
    table.do(erase_person, role="manager", person=other, reason="asked", after=4)
    assert not Letter.objects.exists() and LetterTemplate.objects.exists()


def test_words_that_nobody_agreed_to_are_not_smuggled_in_through_a_place(table, kim, quay, template):
    """Whatever else the form sends is no place of this template, and says nothing."""
    table.agree(kim, quay, categories=("identity", "support"))
    said = {"name": "Kim", "needs": "rest", "health": "HIV", "agency": "Elsewhere", "day": "never"}
    assert letters.text_of(template, quay, said, "Sam", NOW) == "Kim: rest"
    assert {fact.code for fact in actions.letters.facts_of(template, said)} == {"called", "support_words"}


def test_two_places_of_one_fact_are_told_as_one(table, kim, quay, write):
    table.agree(kim, quay, categories=ALL)
    row = table.do(
        actions.write_template, role="manager", name="x", text="{since} {needs} {since}", is_asked=False
    )
    letter = write(row, said={"since": "May", "needs": "a bed"})
    assert text_of(table, letter) == "May a bed May" and letter.share.categories == ["support"]
    assert letter.share.sealed.open_unrecorded("notes.told", table.by().key) == {
        "support_words": "May\na bed"
    }


@pytest.mark.parametrize("item", lists.items("letters"), ids=lambda item: item.code)
def test_our_own_templates_are_whole_letters(table, kim, quay, item):
    told = {"name": item.said, "text": item.text, "is_asked": item.is_asked, "code": item.code}
    row = table.do(actions.write_template, role="manager", **told)
    said = {one.code: f"[{one.code}]" for one in letters.asked(row)}
    whole = letters.text_of(row, quay, said, "Sam", NOW)
    assert all(words in whole for words in said.values()) and "{" not in whole


def test_what_is_missing_is_said_for_each_purpose_before_it_leaves(table, kim, quay, template):
    def missing(purpose):
        return letters.what_is_missing(kim, template, quay, purpose, NOW)

    assert missing("health") and missing("") and missing("nothing of ours")
    table.agree(kim, quay, categories=("identity",), after=-5)
    assert "support" in missing("health").lower() or "help" in missing("health").lower()
    table.agree(kim, quay, categories=("identity", "support"), after=-4)
    assert missing("health") == "" and missing("housing")
    with pytest.raises((NotAgreed, CannotBe)):
        table.share(kim, quay, purpose="housing")
