"""A survey is asked in words: an answer sheet beside a paper is refused."""

import json
from datetime import timedelta

import pytest

from tests.rooms.surveys import asking
from yarrow.measures import actions as measures
from yarrow.measures import catalogue, importing, making
from yarrow.measures.saying import wordless_in
from yarrow.surveys import actions
from yarrow.surveys.errors import CannotBe
from yarrow.surveys.models import Survey


def sheet_of(given, pack_id="ons4", **changed):
    """A measure's answer sheet in use; `changed`: link id → words of the project's own."""
    measures.state_contexts(contexts=["service delivery"], **given)
    pack = catalogue.pack_of(pack_id)
    raw = making.answer_sheet_of(pack, "en")
    for item in raw["item"]:
        item["text"] = changed.get(item["linkId"], item["text"])
    version = measures.keep_form(brought=importing.bring(json.dumps(raw), pack), **given)
    return measures.publish_version(version=version, **given)


def test_open_survey_over_an_answer_sheet_is_refused_at_the_form(world, given):
    version = sheet_of(given)
    today = given["at"].date() + timedelta(days=1)
    said = {"opens_on": today, "closes_on": today, "languages": ["en"], "about": asking.ABOUT}
    with pytest.raises(CannotBe, match="without words") as refused:
        actions.open_survey(version=version, **said, **given)
    assert refused.value.field == "languages"
    client, address = world.client("peer"), world.project.url
    assert version.title not in client.get(address("surveys:list_surveys")).content.decode()
    days = {
        f"{name}_{n}": part
        for name in ("opens_on", "closes_on")
        for n, part in enumerate((today.day, today.month, today.year))
    }
    typed = {**days, "languages": ["en"], "about-en": asking.ABOUT["en"]}
    answer = client.post(address("surveys:open_survey", version.id), typed)
    assert "without words" in answer.content.decode() and not Survey.objects.exists()


def test_open_survey_needs_words_at_every_slot(given):
    slots = [slot.id for slot in catalogue.pack_of("ons4").slots]
    worded = {slot: f"Invented question {n} about the week?" for n, slot in enumerate(slots)}
    version = sheet_of(given, **{**worded, slots[-1]: "5."})
    assert [item.link_id for item in wordless_in(version, "en")] == slots[-1:]
    assert wordless_in(sheet_of(given, **worded), "en") == []


def test_open_survey_needs_words_in_every_language_of_it(given):
    raw = {**asking.FORM, "item": [asking.choice("where", "Where?", "1.", "Outside", "Inside")]}
    with pytest.raises(CannotBe, match="without words"):
        asking.ask(given, raw)
    assert asking.ask(given, raw, languages=["en"]).languages == ["en"]
