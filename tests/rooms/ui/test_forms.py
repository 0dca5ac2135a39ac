from uuid import UUID

import pytest
from django import forms

from tests.rooms.ui.pages import read
from yarrow.methods.refusals import Refusal
from yarrow.ui.forms import (
    ChipsField,
    CounterField,
    DateField,
    Form,
    OneChipField,
    PassphraseField,
    SuggestField,
)

PLACES = [("quay", "The quay"), ("arches", "The arches")]


class Everything(Form):
    called = forms.CharField(label="Called", help_text="Any name.")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False, max_length=5)
    met_on = DateField(label="Met", help_text="A day.", not_after_today=True)
    place = forms.ChoiceField(label="Place", choices=PLACES)
    reach = forms.ChoiceField(
        label="Reach", widget=forms.RadioSelect, choices=[("phone", "Phone"), ("never", "Never")]
    )
    phone = forms.CharField(label="Number", required=False)
    wants = forms.MultipleChoiceField(
        label="Wants",
        widget=forms.CheckboxSelectMultiple,
        choices=PLACES,
        help_text="As many.",
        required=False,
    )
    done = ChipsField(label="Done", choices=PLACES)
    seemed = OneChipField(label="Seemed", choices=PLACES)
    needles = CounterField(label="Needles", max_value=20)
    language = SuggestField(label="Language", suggestions=["Polski"], max_length=8)
    secret = PassphraseField(label="Passphrase")
    workbook = forms.FileField(label="Workbook")
    agreed = forms.BooleanField(label="Agreed", help_text="You may say no.")
    reveals = {"reach": {"phone": "phone"}}


TYPED = {
    "called": "Kim",
    "note": "far too long",
    "met_on_0": "31",
    "met_on_1": "2",
    "met_on_2": "2026",
    "place": "moon",
    "reach": "phone",
    "phone": "07700 900 123",
    "wants": ["quay"],
    "done": ["moon"],
    "needles": "99",
    "language": "Português de Angola",
    "seemed": "moon",
}
IN_FIELDSET = ("met_on", "reach", "wants", "done", "seemed")


@pytest.fixture
def blank():
    return read(str(Everything()))


@pytest.fixture
def sent():
    return read(str(Everything(TYPED)))


def control_of(tree, name):
    own = tree.all(id=f"id_{name}") + tree.all(id=f"id_{name}_0")
    return next(one for one in own if one.tag in ("input", "select", "textarea"))


@pytest.mark.parametrize("name", [name for name in Everything.base_fields if name not in IN_FIELDSET])
def test_every_control_has_a_label_that_points_to_it(blank, name):
    label = blank.one("label", **{"for": f"id_{name}"})
    assert label.text == str(Everything.base_fields[name].label)
    assert control_of(blank, name).attrs["name"] == name


@pytest.mark.parametrize("name", IN_FIELDSET)
def test_every_group_has_a_legend_and_each_of_its_controls_a_label(blank, name):
    group = next(one for one in blank.all("fieldset") if one.all(name=name) or one.all(name=f"{name}_0"))
    assert group.all("legend")[0].text == str(Everything.base_fields[name].label)
    for control in group.all("input"):
        assert group.one("label", **{"for": control.attrs["id"]}).text


@pytest.mark.parametrize("name", ["called", "agreed"])
def test_hint_is_tied_to_its_control(blank, name):
    hint = blank.one("div", id=f"id_{name}_helptext")
    assert hint.text == Everything.base_fields[name].help_text
    assert control_of(blank, name).attrs["aria-describedby"].split() == [f"id_{name}_helptext"]


def test_hint_and_error_are_tied_to_a_group(sent):
    group = next(one for one in sent.all("fieldset") if one.all(name="met_on_0"))
    assert group.attrs["aria-describedby"].split() == ["id_met_on_helptext", "id_met_on_error"]
    assert "could not read that date" in sent.one("div", id="id_met_on_error").text


@pytest.mark.parametrize("name", ["note", "place", "needles", "language"])
def test_error_is_tied_to_its_control(sent, name):
    control = control_of(sent, name)
    assert control.attrs["aria-invalid"] == "true"
    assert f"id_{name}_error" in control.attrs["aria-describedby"].split()
    assert sent.one("div", id=f"id_{name}_error").text.startswith("Error:")
    assert any(kind.endswith("--error") for kind in control.classes)


def test_what_was_typed_stays(sent):
    assert control_of(sent, "called").attrs["value"] == "Kim"
    assert control_of(sent, "note").text == "far too long"
    assert [sent.one(id=f"id_met_on_{i}").attrs["value"] for i in range(3)] == ["31", "2", "2026"]
    assert control_of(sent, "needles").attrs["value"] == "99"
    assert control_of(sent, "phone").attrs["value"] == "07700 900 123"
    assert "checked" in sent.one(id="id_wants_0").attrs


def test_passphrase_is_never_rendered_back():
    tree = read(str(Everything({**TYPED, "secret": "correct horse"})))
    assert "value" not in control_of(tree, "secret").attrs
    assert "correct horse" not in str(Everything({**TYPED, "secret": "correct horse"}))


def test_passphrase_keeps_spaces_at_the_ends():
    form = Everything({**TYPED, "secret": " a b "})
    form.is_valid()
    assert form.cleaned_data["secret"] == " a b "


def test_text_boxes_are_not_remembered_by_the_browser(blank):
    boxes = [one for one in blank.all("input") if one.attrs["type"] in ("text", "number")] + blank.all(
        "textarea"
    )
    assert len(boxes) >= 7
    assert {box.attrs["autocomplete"] for box in boxes} == {"off"}
    assert control_of(blank, "secret").attrs["autocomplete"] == "current-password"


def test_missing_answer_names_the_question():
    form = Everything({})
    assert form.errors["called"] == ["Fill in “Called”."]
    assert form.errors["place"] == ["Choose an answer for “Place”."]
    assert form.errors["met_on"] == ["Say which day."]


def test_revealed_field_stands_once_and_under_its_answer(blank):
    shown = blank.one("div", id="reveal_id_phone")
    assert shown.one("input", id="id_phone")
    assert blank.one("input", value="phone").attrs["data-reveals"] == "reveal_id_phone"
    assert len(blank.all("input", name="phone")) == 1


def test_chips_are_boxes_and_radios_underneath(blank):
    assert {one.attrs["type"] for one in blank.all("input", name="done")} == {"checkbox"}
    assert {one.attrs["type"] for one in blank.all("input", name="seemed")} == {"radio"}


def test_counter_is_a_number_box_with_limits_and_hidden_buttons(blank):
    box = control_of(blank, "needles")
    assert (box.attrs["type"], box.attrs["min"], box.attrs["max"]) == ("number", "0", "20")
    counter = blank.one("yarrow-counter")
    assert ["hidden" in button.attrs for button in counter.all("button")] == [True, True]
    assert [button.text for button in counter.all("button")] == ["− One less", "+ One more"]


@pytest.mark.parametrize(("typed", "meant"), [("", 0), ("7", 7)])
def test_counter_nothing_typed_is_nothing_given(typed, meant):
    assert CounterField().clean(typed) == meant


def test_counter_shows_what_an_empty_box_counts_as():
    shown = [CounterField(empty=empty).widget.attrs.get("placeholder") for empty in (0, 1, None)]
    assert shown == ["0", "1", None]


def test_counter_can_keep_nothing_apart_from_zero():
    assert CounterField(empty=None).clean("") is None


def test_suggestions_belong_to_their_box(blank):
    box = control_of(blank, "language")
    words = blank.one("datalist", id=box.attrs["list"])
    assert [one.attrs["value"] for one in words.all("option")] == ["Polski"]


class Careful(Form):
    with_entry_id = True
    with_version = True
    called = forms.CharField(label="Called")


def test_entry_id_is_fresh_on_each_page_and_the_same_when_sent_again():
    first, second = (read(str(Careful())).one(name="entry_id").attrs["value"] for _ in range(2))
    assert UUID(first) != UUID(second)
    again = read(str(Careful({"entry_id": first, "called": ""})))
    assert again.one(name="entry_id").attrs["value"] == first


def test_entry_id_missing_is_refused_in_words():
    assert "open for too long" in str(Careful({"called": "Kim"}).errors["entry_id"])


def test_version_travels_with_the_page():
    tree = read(str(Careful(initial={"version": "7"})))
    assert tree.one(name="version").attrs == {
        "type": "hidden",
        "name": "version",
        "value": "7",
        "id": "id_version",
    }


def test_refusal_stands_at_its_field_and_keeps_what_was_typed():
    form = Careful({"called": "Kim", "entry_id": "2b1c1a4e-4b0f-4b37-8c7c-6e3f1b9b5d10", "version": "1"})
    assert form.is_valid()
    form.add_refusal(Refusal("Someone else is called Kim. Add a second word.", field="called"))
    tree = read(str(form))
    assert (
        tree.one("div", id="id_called_error").text == "Error: Someone else is called Kim. Add a second word."
    )
    assert tree.one(name="called").attrs["value"] == "Kim"


@pytest.mark.parametrize("field", [None, "no_such_field"])
def test_refusal_without_a_field_stands_over_the_form(field):
    form = Careful({"called": "Kim", "entry_id": "2b1c1a4e-4b0f-4b37-8c7c-6e3f1b9b5d10"})
    form.is_valid()
    form.add_refusal(Refusal("The session is closed.", field=field))
    assert form.non_field_errors() == ["The session is closed."]


def test_refusal_while_acting_is_said_by_the_form_and_the_page_goes_on():
    form = Careful({"called": "Kim"})
    with form.saying_refusals():
        raise Refusal("Someone else is called Kim.", field="called")
    assert form.errors["called"] == ["Someone else is called Kim."]
    with pytest.raises(ZeroDivisionError), form.saying_refusals():
        1 / 0  # noqa: B018


def test_text_that_looks_like_markup_is_shown_as_text():
    html = str(Careful({"called": '"><script>x</script>', "entry_id": "x"}))
    assert "<script>" not in html
