"""Reading rendered pages in tests: elements by tag, class and id, without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

VOID = {"input", "meta", "link", "br", "hr", "img"}


@dataclass
class Element:
    """One element with everything in it."""

    tag: str
    attrs: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = [part if isinstance(part, str) else part.text for part in self.inside]
        return " ".join(" ".join(parts).split())

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    def all(self, tag: str = "", **attrs: str) -> list["Element"]:
        """Every element below with this tag and these attributes (`class_` means has the class)."""
        wanted = attrs.pop("class_", None)
        names = {name.replace("_", "-"): value for name, value in attrs.items()}
        found = []
        for part in self.inside:
            if isinstance(part, str):
                continue
            same = all(part.attrs.get(name) == value for name, value in names.items())
            if (not tag or part.tag == tag) and same and (wanted is None or wanted in part.classes):
                found.append(part)
            again = {**attrs, "class_": wanted} if wanted is not None else attrs
            found.extend(part.all(tag, **again))
        return found

    def one(self, tag: str = "", **attrs: str) -> "Element":
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of <{tag}> {attrs}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = Element("", {})
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: str) -> Element:
    """The page as a tree; a wrongly nested tag fails."""
    reader = _Reader()
    reader.feed(str(html))
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> stays open"
    return reader.top


def page(name: str, *, language: str = "en-gb", session: dict | None = None, **context: object) -> Element:
    """Template `name` as a page outside any project."""
    request: HttpRequest = RequestFactory().get("/")
    request.session = session or {}
    with override(language):
        template = get_template(name).template
        return read(template.render(Context({"request": request, **context})))
