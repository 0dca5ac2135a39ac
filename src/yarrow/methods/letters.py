"""Letters from templates: text of the project's own with fields in braces, `{name}`, filled in once and never twice.

A field's own words are put in as they are: braces in them fill nothing.
"""

import re
from collections.abc import Collection, Mapping

FIELD = re.compile(r"\{([^{}]*)\}")


class BadTemplate(ValueError):
    """Braces that are no field. `said`: what stands in them, "" for one that is alone."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def fields_of(text: str, known: Collection[str]) -> list[str]:
    """Each field of a template once, in the order in which it stands. Raises BadTemplate."""
    found = [name.strip() for name in FIELD.findall(text)]
    for name in found:
        if name not in known:
            raise BadTemplate(name)
    if set(FIELD.sub("", text)) & set("{}"):
        raise BadTemplate("")
    return list(dict.fromkeys(found))


def filled(text: str, said: Mapping[str, str]) -> str:
    """The letter. Raises KeyError for a field of which nothing is said."""
    return FIELD.sub(lambda found: said[found[1].strip()], text)
