"""Reads the forms of a page as a browser would, and fills every free-text field with a marker of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

DAY_PARTS = {"_0": "day", "_1": "month", "_2": "year"}
FREE = {"text", "search", "tel", "url", "email", ""}
Plant = Callable[[str], str]


@dataclass
class Field:
    """One control of a form."""

    tag: str
    name: str
    kind: str
    value: str
    is_checked: bool = False
    inputmode: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form and its controls."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, plant: Plant) -> dict[str, str | list[str]]:
        """What a browser would send after a worker filled in everything that can be typed or chosen."""
        sent: dict[str, str | list[str]] = {}
        # Of several buttons one is pressed: the one that saves has no name where another only looks something up.
        saves = any(each.kind == "submit" and not each.name for each in self.fields)
        for each in self.fields:
            if saves and each.kind == "submit":
                continue
            value = self._value(each, plant, sent)
            if value is not None and each.name:
                sent[each.name] = value
        return sent

    def _value(self, each: Field, plant: Plant, sent: dict[str, str | list[str]]) -> str | None:
        if each.kind in {"hidden", "password", "submit", "button"}:
            return sent.get(each.name, each.value)  # type: ignore[return-value]
        if each.kind in {"radio", "checkbox"}:
            return each.value if each.value and each.name not in sent else None
        if each.tag == "select":
            return next((option for option in each.options if option), "")
        if each.kind == "number" or each.inputmode == "numeric" or each.name[-2:] in DAY_PARTS:
            return _number(each)
        if each.kind in FREE or each.tag == "textarea":
            word = plant(each.name)
            return f"{word}@people.example" if each.kind == "email" else word
        return {"date": date.today().isoformat(), "time": "21:30"}.get(each.kind)


def _number(each: Field) -> str:
    day = date(1991, 4, 3) if "born" in each.name else date.today()
    part = DAY_PARTS.get(each.name[-2:])
    return str(getattr(day, part)) if part else each.value or "1"


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href", "").startswith(("/", "?")):
            self.links.append(told["href"])
        elif tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, told)

    def _control(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "option" and self._form.fields and self._form.fields[-1].tag == "select":
            self._form.fields[-1].options.append(told.get("value", ""))
        if tag not in {"input", "select", "textarea", "button"}:
            return
        kind = told.get("type", "submit" if tag == "button" else "")
        made = Field(tag, told.get("name", ""), kind, told.get("value", ""), "checked" in told)
        made.inputmode = told.get("inputmode", "")
        self._form.fields.append(made)
        self._area = made if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None
