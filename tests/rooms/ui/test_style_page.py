"""The style page shows every component: what is not on it nobody looks at."""

import re
from pathlib import Path

import pytest
from django.template import Context
from django.template.base import Template
from django.template.loader import get_template
from django.test import RequestFactory

from tests.rooms.ui.pages import read
from yarrow.ui import sample
from yarrow.ui.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "frontend"
TEMPLATES = ROOT / "src" / "yarrow" / "ui" / "templates"
CLASS = re.compile(r"\.(-?[a-z][\w-]*)(?=[^{}]*\{)")
# Pages, not parts of them.
FRAMES = {"ui/page.html", "ui/style.html", "ui/confirm.html"}


def drawn():
    """The style page, and the names of the templates it was made from."""
    names, render = set(), Template._render

    def noted(self, context):
        names.add(self.name)
        return render(self, context)

    request = RequestFactory().get("/")
    request.session, request.seal_state = {}, "add_only"
    project = type("P", (), {"code": "quay", "name": "Harbour", "zone": None})
    nav = [
        {"label": "Today", "url": "#", "current": True, "is_folded": False},
        {"label": "Devices", "url": "#devices", "current": False, "is_folded": True},
    ]
    around = {"request": request, "project": project, "nav": nav, "nav_folded": nav[1:], "messages": []}
    around |= {"theme_url": "/", "unlock_url": "/", "lock_url": "/lock/", "account_url": "/account/"}
    around |= {"languages": LANGUAGES, "language": LANGUAGES[1], "language_url": "/"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", noted)
        html = get_template("ui/style.html").template.render(
            Context({**around, "form": sample.filled_form(), **sample.pieces()})
        )
    return html, names


def classes_in(html):
    return {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}


def styled(folder=FRONTEND / "styles"):
    """Every class that our styles draw; the choices made for the framework draw none."""
    paths = [path for path in folder.glob("*.scss") if path.name != "_govuk.scss"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    text = re.sub(r"//[^\n]*|@(?:use|include|import)[^;{]*[;{]", "", text)
    return {name for name in CLASS.findall(text) if not name.endswith("--")}


def templates():
    """Every component, widget and part of a form."""
    found = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("ui/**/*.html")}
    return found - FRAMES


def elements():
    """The elements of our own that every page's script brings to life."""
    return set(re.findall(r'define\("([\w-]+)"', (FRONTEND / "desk.js").read_text()))


def test_every_class_that_is_styled_is_shown():
    shown = classes_in(drawn()[0])
    assert len(styled()) > 90
    assert styled() - shown == set()


def test_every_component_is_shown():
    assert len(templates()) > 40
    assert templates() - drawn()[1] == set()


def test_every_element_of_our_own_is_shown():
    html, _names = drawn()
    assert len(elements()) >= 4
    assert {name for name in elements() if f"<{name}" not in html} == set()


def test_classes_nobody_shows_are_found(tmp_path):
    (tmp_path / "_a.scss").write_text(
        ".shown {\n  color: red;\n\n  &:hover .hidden-part,\n  .other {\n    gap: 0;\n  }\n}\n"
    )
    assert styled(tmp_path) == {"shown", "hidden-part", "other"}


def test_each_state_is_there():
    page = read(drawn()[0])
    night = page.one(**{"data-theme": "night"})
    assert night.all(class_="card") and night.all(class_="chip__input") and night.all(class_="chart")
    for state in ("empty", "govuk-hint", "govuk-form-group--error"):
        assert page.all(class_=state), state
    assert page.all("button", disabled=None) and page.all("input", disabled=None)
    ids = re.findall(r'\sid="([^"]+)"', drawn()[0])
    assert sorted(ids) == sorted(set(ids))
