"""A catalogue file as the pages read it."""

import pytest

import messages
from tests.rooms.languages.catalogues import DAYS, DONE, LONG, NEW, write
from yarrow.languages.catalogue import Message, messages_of
from yarrow.ui.languages import BY_CODE, TRANSLATED


def read(tmp_path, *blocks):
    messages_of.cache_clear()
    return messages_of("ro", write(tmp_path, *blocks))


def test_message_says_its_english_its_translation_and_where(tmp_path):
    (done,) = read(tmp_path, DONE)
    assert done == Message("Done", "", "", ("Gata",), ("contacts/views/shift.py", "people/views.py"))


def test_message_has_every_plural_form(tmp_path):
    (days,) = read(tmp_path, DAYS)
    assert (days.english, days.plural) == ("%(n)s day", "%(n)s days")
    assert days.forms == ("o zi", "%(n)s zile", "%(n)s de zile") and days.is_translated


def test_message_over_several_lines_is_one(tmp_path):
    (long,) = read(tmp_path, LONG)
    assert (long.context, long.english, long.forms) == (
        "a session",
        'Open "it" now',
        ("Deschide „asta” acum",),
    )


def test_message_without_a_translation_says_so(tmp_path):
    assert [one.is_translated for one in read(tmp_path, DONE, NEW)] == [True, False]
    assert not read(tmp_path, DAYS.replace('"%(n)s zile"', '""'))[0].is_translated


def test_digest_changes_with_any_part(tmp_path):
    (done,) = read(tmp_path, DONE)
    others = [DONE.replace("Gata", "Făcut"), DONE.replace('"Done"', '"Ready"'), 'msgctxt "a"\n' + DONE]
    digests = {read(tmp_path, block)[0].digest for block in others}
    assert len(digests | {done.digest}) == 4 and len(done.digest) == 8
    assert read(tmp_path, DONE.replace("contacts/", "desk/"))[0].digest == done.digest


@pytest.mark.parametrize(("text", "found"), [("GATA", 1), ("done", 1), ("zile", 0)])
def test_message_is_found_in_both_languages(tmp_path, text, found):
    assert sum(one.says(text) for one in read(tmp_path, DONE)) == found


def test_language_without_a_catalogue_has_no_messages(tmp_path):
    assert messages_of("xx", tmp_path) == ()


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda one: one.folder)
def test_real_catalogue_is_read_as_the_tool_that_writes_it_reads_it(language):
    messages_of.cache_clear()
    theirs = {
        (one.id if one.pluralizable else (one.id, ""), one.context or ""): one.string
        for one in messages.read(language)
        if one.id
    }
    ours = {
        ((one.english, one.plural), one.context): one.forms if one.plural else one.forms[0]
        for one in messages_of(language.folder)
    }
    assert ours == {key: tuple(value) if key[0][1] else value for key, value in theirs.items()}


def test_folder_is_named_as_the_server_looks_for_it():
    assert [BY_CODE[code].folder for code in ("ro", "pt-br", "zh-hans")] == ["ro", "pt_BR", "zh_Hans"]
