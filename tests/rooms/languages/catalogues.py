"""Small catalogues for tests, in the shape that `make messages` writes."""

from yarrow.languages import catalogue, queries

HEAD = 'msgid ""\nmsgstr ""\n"Language: ro\\n"\n'
DONE = '#: contacts/views/shift.py people/views.py\nmsgid "Done"\nmsgstr "Gata"\n'
DAYS = (
    '#, python-format\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
    'msgstr[0] "o zi"\nmsgstr[1] "%(n)s zile"\nmsgstr[2] "%(n)s de zile"\n'
)
LONG = 'msgctxt "a session"\nmsgid ""\n"Open \\"it\\" "\n"now"\nmsgstr ""\n"Deschide „asta” "\n"acum"\n'
NEW = 'msgid "Not yet"\nmsgstr ""\n'


def write(folder, *blocks):
    """A catalogue of Romanian in this folder."""
    path = folder / "ro" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((HEAD, *blocks)), encoding="utf-8")
    return folder


def use(monkeypatch, folder, *blocks):
    """Let the pages read this catalogue."""
    write(folder, *blocks)
    catalogue.messages_of.cache_clear()
    monkeypatch.setattr(queries, "messages_of", lambda name: catalogue.messages_of(name, folder))
    queries.forget()
