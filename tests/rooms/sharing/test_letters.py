"""Supporting letters: templates in versions, a letter that is shown exactly, and leaves only as far as they agreed."""

import html
import re
from uuid import uuid4

import pytest

from tests.rooms.sharing.conftest import NOW, text
from yarrow.methods.refusals import Refusal
from yarrow.sharing import actions, letters, lists
from yarrow.sharing.errors import CannotBe, NotAgreed, WrongStep
from yarrow.sharing.models import Letter, LetterTemplate, Share
from yarrow.vault.models import TrailRow

WORDS = "To {agency}: {name} has been with us since {since}. {health}"
SAID = {"name": "Kim", "since": "spring", "health": "Needs an X-ray"}


@pytest.fixture
def template(table):
    return table.do(actions.write_template, role="manager", name="For a clinic", text=WORDS, is_asked=False)


@pytest.fixture
def write(table, kim, quay, template):
    """A letter, as it was seen; anything may be said otherwise."""

    def write(template=template, *, said=SAID, after=2, **changed):
        row = LetterTemplate.objects.get(pk=template.pk)
        name = table.world.account("case_worker").worker.name
        seen = letters.mark_of(letters.text_of(row, quay, said, name, NOW), quay)
        told = {"purpose": "health", "said": said, "seen": seen, **changed}
        who = {"person": kim, "agency": quay, "template": template}
        return table.do(actions.write_letter, after=after, **who, **told)

    return write


def change(table, template, **said):
    told = {"name": template.name, "text": template.words, "is_asked": template.is_asked, **said}
    return table.do(actions.write_template, role="manager", code=template.code, **told)


def test_letter_leaves_with_what_its_fields_tell_and_no_more(table, kim, quay, write):
    table.agree(kim, quay, categories=("identity", "support", "health"))
    letter = write()
    share = Share.objects.get()
    assert set(share.categories) == {"identity", "support", "health"} and share.how == "letter"
    shown = letters.letter_of(table.by(), kim, letter.pk, "")
    assert shown.text == "To Quay clinic: Kim has been with us since spring. Needs an X-ray"
    assert not shown.is_taken_back and letter.share == share
    assert TrailRow.objects.filter(act="sharing.write_letter", subject=kim.pk).count() == 1


@pytest.mark.parametrize("lacking", ["identity", "support", "health"])
def test_each_field_needs_its_category(table, kim, quay, write, lacking):
    table.agree(kim, quay, categories={"identity", "support", "health"} - {lacking})
    with pytest.raises(NotAgreed):
        write()
    assert not Share.objects.exists() and not Letter.objects.exists()


def test_letter_that_was_agreed_to_and_taken_back_meanwhile_does_not_leave(table, kim, quay, write):
    table.agree(kim, quay, categories=("identity", "support", "health"))
    table.take_back(kim, quay, after=1)
    with pytest.raises(NotAgreed):
        write()


def test_letter_that_reads_otherwise_than_what_was_shown_does_not_leave(table, kim, quay, template, write):
    table.agree(kim, quay, categories=("identity", "support", "health"))
    with pytest.raises(WrongStep, match="reads otherwise"):
        write(seen="0" * 64)
    newer = change(table, template, text=WORDS + " Thanks.")
    with pytest.raises(WrongStep, match="changed"):
        write()
    change(table, newer, is_in_use=False)
    with pytest.raises(WrongStep, match="taken out of use"):
        write(newer)
    assert not Letter.objects.exists()


def test_letter_to_somebody_who_helps_with_papers_is_asked_for_and_agreed_by_name(table, kim, quay, write):
    own = table.do(actions.write_template, role="manager", name="Papers", text="{name}", is_asked=True)
    said = {"name": "Kim"}
    table.agree(kim)
    with pytest.raises(CannotBe, match="asked"):
        write(own, said=said)
    with pytest.raises(NotAgreed, match="by its name"):
        write(own, said=said, is_asked=True)
    table.agree(kim, quay, after=1)
    assert write(own, said=said, is_asked=True).share.agency == quay


def test_no_field_and_no_starter_tells_papers_or_nationality():
    fields = lists.items("letter_fields")
    facts = {item.fact for item in fields}
    assert facts - {""} <= lists.codes("facts") and not {"nationality", "status"} & {f.field for f in fields}
    assert {item.code for item in lists.items("letters")} == {"housing", "court", "immigration-help"}
    for item in lists.items("letters"):
        assert letters.fields_in(item.text)
        told = {one.fact for one in letters.fields_in(item.text)} - {""}
        assert not {lists.category_of(one) for one in told} & {"health", "safety"}, item.code
    assert [item.code for item in lists.items("letters") if item.is_asked] == ["immigration-help"]


def test_same_form_twice_is_one_letter_and_versions_stay(table, kim, quay, template, write):
    table.agree(kim, quay, categories=("identity", "support", "health"))
    entry = uuid4()
    assert write(entry_id=entry) == write(entry_id=entry, after=3)
    assert Share.objects.count() == 1
    assert change(table, template) == template, "the same words are no version"
    change(table, template, text="{name}")
    assert letters.letter_of(table.by(), kim, Letter.objects.get().pk, "").text.startswith("To Quay")
    assert [row.n for row in LetterTemplate.objects.order_by("n")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "field"),
    [("{papers}", "text"), ("{name", "text"), ("", "text"), ("To {agency}", "text"), ("x" * 4001, "note")],
)
def test_template_that_cannot_be_is_refused(table, text, field):
    with pytest.raises(Refusal) as refused:
        table.do(actions.write_template, role="manager", name="Odd", text=text, is_asked=False)
    assert refused.value.field == field and not LetterTemplate.objects.exists()


def test_pages_from_taking_up_to_paper(table, client, url, kim, quay):
    boss = table.world.client("manager")
    take = url("take_up_template", "housing")
    assert boss.post(take).status_code == 302 and boss.post(take).status_code == 302
    template = LetterTemplate.objects.get()
    assert "For a home" in text(client.get(url("choose_template", kim.pk, quay.pk)))
    page = url("write_letter", kim.pk, quay.pk, template.pk)
    assert "Kim</textarea>" in text(client.get(page)), "begins with what the record says"
    said = {"name": "K.", "since": "spring", "what_for": "a home", "needs": "a door that locks"}
    said |= {"purpose": "health", "entry_id": str(uuid4())}
    shown = text(client.post(page, said))
    assert "have not agreed" in html.unescape(shown) and "It leaves like this" not in shown
    table.agree(kim, quay, categories=("identity", "support"))
    shown = text(client.post(page, said))
    assert "K. has asked us to write to you." in shown
    seen = re.search(r'name="seen" value="(\w{64})"', shown)[1]
    assert 'name="needs"' in text(client.post(page, {**said, "seen": seen, "change": "1"}))
    assert not Letter.objects.exists()
    left = client.post(page, {**said, "seen": seen}, follow=True)
    assert "in the words we agreed on with K.: a door that locks." in text(left)
    table.take_back(kim, quay)
    after = text(client.get(url("show_letter", kim.pk, Letter.objects.get().pk)))
    assert "Taken back since" in after and 'class="letter not-printed"' in after


def test_a_field_that_says_nothing_is_asked_for(table, client, url, kim, quay, template):
    page = text(client.post(url("write_letter", kim.pk, quay.pk, template.pk), {"name": "Kim"}))
    assert "It leaves like this" not in page and "error" in page


def test_templates_are_changed_by_those_who_arrange(table, client, url, template):
    assert client.get(url("change_template", template.pk)).status_code == 403
    boss = table.world.client("manager")
    said = {"name": "For a clinic", "text": "{name}", "is_ended": "on"}
    assert boss.post(url("change_template", template.pk), said).status_code == 302
    assert boss.get(url("change_template", template.pk)).status_code == 404
    assert "No template is in use" in text(client.get(url("list_templates")))
    assert "no field {status}" in html.unescape(
        text(boss.post(url("write_template"), {"name": "x", "text": "{status}"}))
    )
