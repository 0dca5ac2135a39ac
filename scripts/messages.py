"""The messages of the interface: from the sources into the catalogues, and from those into what the server reads.

    python scripts/messages.py            write every src/yarrow/locale/*/LC_MESSAGES/django.po anew from the sources
    python scripts/messages.py compile    build the .mo files beside them, where a catalogue changed

A catalogue is sorted by its English text and names files without line numbers, so that it changes only with the words.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from stamps import ROOT, Stamps, fingerprint

sys.path.insert(0, str(ROOT / "src"))

from yarrow.ui.languages import TRANSLATED, Language

SOURCE = ROOT / "src" / "yarrow"
LOCALE = SOURCE / "locale"
BUILT = Stamps(ROOT / "build" / "messages.json")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SKIPPED = {"migrations", "locale", "static", "__pycache__"}
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("to_say", "lazy")),
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# Code lists: the words of their entries go through gettext where they are shown.
SHOWN = ("label", "words", "easy", "hint", "check")
LISTS = (
    "contacts/lists/*.json",
    "measures/lists.json",
    "people/lists.json",
    "people/settings.json",
    "people/purposes.json",
    "plans/*.json",
    "sharing/*.json",
    "agencies/lists.json",
    "sending/lists.json",
    "panels/lists.json",
    "justice/lists.json",
    "community/lists.json",
    "safety/lists.json",
    "alerts/lists.json",
    "referrals/lists.json",
    "referrals/packs/*.json",
)
HEADER = """# {english} for Yarrow. Drafted; fluent speakers sign it off (docs/how-to/translate.md).
msgid ""
msgstr ""
"Language: {folder}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={n_forms}; plural={plural};\\n"

"""


def said_in(path: Path, text: str) -> Iterator[tuple[Any, str | None]]:
    """(message, context) of one source; a message with a plural is a pair."""
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # In brackets, so that the page's own indents mean nothing.
        text = f"(\n{templatize(text)}\n)"
    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ()):
        yield message, context


def listed_in(path: Path) -> Iterator[str]:
    """The words of a code list."""

    def below(part: Any) -> Iterator[str]:
        for name, value in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(value, dict | list):
                yield from below(value)
            elif name in SHOWN and isinstance(value, str) and value:
                yield value

    yield from below(json.loads(path.read_text(encoding="utf-8")))


def in_sources(source: Path = SOURCE) -> Catalog:
    """Every message of the interface, with the files that say it."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        where = path.relative_to(source)
        if SKIPPED & set(where.parts):
            continue
        for message, context in said_in(path, path.read_text(encoding="utf-8")):
            found.add(message, locations=[(where.as_posix(), 0)], context=context)
    for path in sorted(path for pattern in LISTS for path in source.glob(pattern)):
        for words in listed_in(path):
            found.add(words, locations=[(path.relative_to(source).as_posix(), 0)])
    return found


def po_of(language: Language, locale: Path = LOCALE) -> Path:
    """Where a language's catalogue lies."""
    return locale / language.folder / "LC_MESSAGES" / "django.po"


def empty(language: Language) -> Catalog:
    """A catalogue without messages, with our plural rule and not the one that Babel would choose."""
    catalog = Catalog(locale=language.folder, charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", f"nplurals={language.n_forms}; plural={language.plural};")]
    return catalog


def read(language: Language, locale: Path = LOCALE) -> Catalog:
    """A language's catalogue as it stands; empty where there is none yet."""
    path = po_of(language, locale)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language.folder, charset="utf-8")


def as_text(catalog: Catalog, language: Language) -> bytes:
    """The file of a catalogue."""
    body = BytesIO()
    write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    about = {"english": language.english, "folder": language.folder}
    return HEADER.format(**about, n_forms=language.n_forms, plural=language.plural).encode() + body.getvalue()


def refreshed(language: Language, sources: Catalog, locale: Path = LOCALE) -> Catalog:
    """The messages of the sources, each with the translation that the catalogue has for it."""
    before, after = read(language, locale), empty(language)
    for message in sources:
        if not message.id:
            continue
        known = before.get(message.id, message.context)
        nothing: Any = ("",) * language.n_forms if message.pluralizable else ""
        fits = known is not None and known.pluralizable == message.pluralizable
        string = known.string if known is not None and fits and known.string else nothing
        files = sorted({(name, 0) for name, _line in message.locations})
        after.add(message.id, string, locations=files, flags=message.flags, context=message.context)
    return after


def write_all(sources: Catalog, locale: Path = LOCALE) -> None:
    """Every catalogue anew: new messages empty, those that nothing says any more gone."""
    for language in TRANSLATED:
        path = po_of(language, locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(refreshed(language, sources, locale), language))


def compile_all(locale: Path = LOCALE) -> int:
    """Build the .mo files whose catalogue changed; how many."""
    n_built = 0
    for language in TRANSLATED:
        path = po_of(language, locale)
        built = path.with_suffix(".mo")
        mark = fingerprint([path]) if path.is_relative_to(ROOT) else ""
        if mark and built.exists() and BUILT.is_current(language.code, mark):
            continue
        catalog = read(language, locale)
        # What is built from one catalogue is the same whenever it is built.
        catalog.creation_date = LONG_AGO
        with built.open("wb") as file:
            write_mo(file, catalog)
        if mark:
            BUILT.done(language.code, mark)
        n_built += 1
    return n_built


def main(asked: list[str]) -> None:
    """Refresh or compile, and say what was done."""
    if asked == ["compile"]:
        n_built = compile_all()
        print(f"Languages: {n_built} built." if n_built else "Languages: catalogues are current.")
        return
    write_all(in_sources())
    for language in TRANSLATED:
        messages = [message for message in read(language) if message.id]
        n_done = sum(1 for message in messages if is_translated(message.string))
        print(f"{language.folder:8} {n_done:5} of {len(messages)} translated")


def is_translated(string: Any) -> bool:
    """Whether a translation has all its forms."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


# --- faults ---------------------------------------------------------------------------------------------------
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}|</?\w+[^>]*>")


LINE_ENDS = {("begins", "\n"), ("ends", "\n")}


def ends(text: str) -> set[tuple[str, str]]:
    """Where a text begins or ends with a space or a new line."""
    return {
        (where, end)
        for end in "\n "
        for where, has in (("begins", text.startswith(end)), ("ends", text.endswith(end)))
        if has
    }


def faults_of(message: Any, n_forms: int) -> Iterator[str]:
    """What is wrong with one translation: its number of forms, its placeholders, tags and line ends."""
    ids = message.id if message.pluralizable else (message.id,)
    forms = message.string if message.pluralizable else (message.string,)
    if len(forms) != n_forms and message.pluralizable:
        yield f"has {len(forms)} plural forms, not {n_forms}"
    for form in filter(None, forms):
        wanted, had = (set(HOLES.findall(text)) for text in (" ".join(ids), form))
        # A form for one may leave its number out.
        if had - wanted or (wanted - had and not message.pluralizable):
            yield f"holds {sorted(had)} where the English holds {sorted(wanted)}"
        # A script without spaces may leave one out; a line's end is part of what is said.
        if ends(form) - ends(ids[0]) or (ends(ids[0]) - ends(form)) & LINE_ENDS:
            yield "begins or ends with other spaces than the English"
    if any(forms) and not all(forms):
        yield "has some of its plural forms only"


if __name__ == "__main__":
    main(sys.argv[1:])
