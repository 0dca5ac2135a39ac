"""The catalogues of messages: as fresh as the sources, whole where they must be, and without faults."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

import messages
from tests.house.tree import SOURCE, plant
from yarrow.ui.languages import BY_CODE, TRANSLATED, Language

# Complete for what the rooms show; the others are drafts of what was translated so far.
WHOLE = ("ro", "ar")
Key = tuple[Any, str | None]


@pytest.fixture(scope="module")
def sources() -> Catalog:
    return messages.in_sources()


def keys(catalog: Catalog) -> set[Key]:
    """Every message with its plural and its context."""
    return {(message.id, message.context) for message in catalog if message.id}


def stale(sources: Catalog, language: Language, locale: Path = messages.LOCALE) -> list[str]:
    """Messages that are new in the sources, or that nothing says any more."""
    standing, said = keys(messages.read(language, locale)), keys(sources)
    return [f"missing: {key}" for key in said - standing] + [f"obsolete: {key}" for key in standing - said]


def broken(language: Language, locale: Path = messages.LOCALE) -> list[str]:
    """Every fault of every translation."""
    return [
        f"{message.id}: it {fault}"
        for message in messages.read(language, locale)
        if message.id
        for fault in messages.faults_of(message, language.n_forms)
    ]


def open_ones(language: Language, locale: Path = messages.LOCALE) -> list[str]:
    """Messages without a translation."""
    found = (message for message in messages.read(language, locale) if message.id)
    return [str(message.id) for message in found if not messages.is_translated(message.string)]


# Topics of measures are never put into other words; the invented town speaks as its people do.
NOT_OURS = ("measures/packs", "demo")


def unread(source: Path = SOURCE) -> list[str]:
    """Code lists with words that are shown and that no catalogue asks for."""
    read = {path for pattern in messages.LISTS for path in source.glob(pattern)}
    found = [path for path in sorted(source.rglob("*.json")) if path not in read]
    return [
        path.relative_to(source).as_posix()
        for path in found
        if not path.is_relative_to(source / "ui/static")
        and not path.relative_to(source).as_posix().startswith(NOT_OURS)
        and any(messages.listed_in(path))
    ]


def test_messages_hold_the_words_of_every_list() -> None:
    assert unread() == []


def test_messages_of_a_list_that_nobody_reads_are_caught(tmp_path: Path) -> None:
    plant(tmp_path, "people/lists.json", '{"a": [{"label": "Read"}]}')
    plant(tmp_path, "people/others.json", '{"a": [{"code": "x", "label": "Unread"}]}')
    assert unread(tmp_path) == ["people/others.json"]


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda one: one.folder)
def test_messages_are_those_of_the_sources(sources: Catalog, language: Language, capsys: Any) -> None:
    found = stale(sources, language)
    assert not found, "run make messages\n" + "\n".join(found)
    n_open, n_all = len(open_ones(language)), len(keys(sources))
    with capsys.disabled():
        print(f"\n{language.english}: {100 * (n_all - n_open) // n_all} % of {n_all} messages", end="")
    assert language.code not in WHOLE or not n_open, open_ones(language)


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda one: one.folder)
def test_messages_are_translated_without_faults(language: Language) -> None:
    found = broken(language)
    assert not found, "\n".join(found)


# --- each fault is found ---------------------------------------------------------------------------------------
ROMANIAN, ARABIC = BY_CODE["ro"], BY_CODE["ar"]
PAGE = (
    '{% load i18n %}<p>{% translate "Done" %}</p>{% button _("Go on") %}{% blocktranslate count n=n with name=x %}'
    "{{ n }} day of {{ name }}{% plural %}{{ n }} days of {{ name }}{% endblocktranslate %}"
)
VIEWS = 'from django.utils.translation import gettext as _\nX = _("Say why.")\n'


def planted(tmp_path: Path) -> tuple[Catalog, Path]:
    """A small tree with its catalogues."""
    plant(tmp_path, "people/templates/people/a.html", PAGE)
    plant(tmp_path, "people/lists.json", '{"gender": [{"code": "woman", "label": "Woman"}]}')
    sources = messages.in_sources(plant(tmp_path, "people/views.py", VIEWS))
    messages.write_all(sources, tmp_path / "locale")
    return sources, tmp_path / "locale"


def test_messages_come_from_pages_code_and_lists(tmp_path: Path) -> None:
    sources, locale = planted(tmp_path)
    days = ("%(n)s day of %(name)s", "%(n)s days of %(name)s")
    assert {key for key, _context in keys(sources)} == {"Done", "Go on", "Say why.", "Woman", days}
    assert stale(sources, ARABIC, locale) == [] and len(open_ones(ARABIC, locale)) == 5


def test_messages_new_and_obsolete_ones_are_found(tmp_path: Path) -> None:
    _sources, locale = planted(tmp_path)
    plant(tmp_path, "people/views.py", VIEWS.replace("Say why.", "Say who."))
    changed = messages.in_sources(tmp_path)
    assert sorted(stale(changed, ROMANIAN, locale)) == [
        "missing: ('Say who.', None)",
        "obsolete: ('Say why.', None)",
    ]
    messages.write_all(changed, locale)
    assert stale(changed, ROMANIAN, locale) == []


def test_messages_stay_translated_when_the_sources_change(tmp_path: Path) -> None:
    sources, locale = planted(tmp_path)
    path = messages.po_of(ROMANIAN, locale)
    path.write_text(path.read_text().replace('msgid "Done"\nmsgstr ""', 'msgid "Done"\nmsgstr "Gata"'))
    plant(tmp_path, "people/more.py", VIEWS.replace("Say why.", "Say who."))
    messages.write_all(messages.in_sources(tmp_path), locale)
    assert messages.read(ROMANIAN, locale).get("Done").string == "Gata"


FAULTS = {
    "a lost hole": ("Written by %(name)s", "Scris", "holds"),
    "a hole of its own": ("Written", "Scris de %(name)s", "holds"),
    "a lost tag": ("<b>No</b>", "Nu", "holds"),
    "a space too many": ("No", "Nu ", "spaces"),
    "too few forms": (("%(n)s day", "%(n)s days"), ("%(n)s zi", "%(n)s zile"), "plural forms, not 3"),
    "a form left out": (("%(n)s day", "%(n)s days"), ("%(n)s zi", "", "%(n)s de zile"), "some of its plural"),
    "a hole in one form": (("%(n)s day", "%(n)s days"), ("o zi", "%(m)s zile", "%(n)s de zile"), "holds"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_messages_planted_fault_is_found(fault: str) -> None:
    said, translated, words = FAULTS[fault]
    message = messages.empty(ROMANIAN).add(said, translated)
    assert any(words in found for found in messages.faults_of(message, ROMANIAN.n_forms))


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("Written by %(name)s", "%(name)s a scris"),
        ("Written", ""),
        (("%(n)s day", "%(n)s days"), ("o zi", "%(n)s zile", "%(n)s de zile")),
    ],
)
def test_messages_good_translation_is_left_alone(said: Any, translated: Any) -> None:
    message = messages.empty(ROMANIAN).add(said, translated)
    assert list(messages.faults_of(message, ROMANIAN.n_forms)) == []


def test_messages_are_built_only_when_they_changed(tmp_path: Path) -> None:
    _sources, locale = planted(tmp_path)
    assert messages.compile_all(locale) == len(TRANSLATED)
    built = messages.po_of(ARABIC, locale).with_suffix(".mo")
    assert built.read_bytes()[:4] == b"\xde\x12\x04\x95"
    # The same bytes whenever they are built.
    assert b"POT-Creation-Date: 2000-01-01 00:00+0000" in built.read_bytes()
    assert (SOURCE / "locale") == messages.LOCALE


def test_messages_of_what_is_written_twice_are_the_same(tmp_path: Path) -> None:
    sources, locale = planted(tmp_path)
    before = {path: path.read_bytes() for path in locale.rglob("*.po")}
    messages.write_all(sources, locale)
    assert before == {path: path.read_bytes() for path in locale.rglob("*.po")}
    assert not any(b"Creation-Date" in text or b":1" in text for text in before.values())
