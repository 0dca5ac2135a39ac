"""Whoever gets a shared file gets what it shows: every drawer in which programs hide something is empty."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import documents, photos
from tests.attacks.scanner import marker, scan_bytes
from tests.rooms.sharing.conftest import Table
from tests.worlds import make_project
from yarrow.pocket import flood
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact, filing
from yarrow.vault.documents import Copy

PROMISE = (
    "A shared file carries none of its hidden data: no place, author, comment, thumbnail, older version or attachment "
    "of a photo, a PDF or a text reaches the partner; the file as it came stays sealed."
)
pytestmark = pytest.mark.sqlite_only(reason="what is taken out of a file is no business of the database")
MARKS = {
    name: marker(name.title().replace(" ", ""))
    for name in (*documents.HIDDEN, *photos.HIDDEN, "unseen signs")
}
word = MARKS.__getitem__


def text() -> bytes:
    """Words with others between them in signs that nothing draws."""
    hidden = "".join(chr(0xE0000 + ord(sign)) for sign in word("unseen signs"))
    return f"What is{hidden} read".encode()


FILES = {
    "jpeg": (lambda: photos.photo(word), {"camera", "place", "comment", "thumbnail", "xmp"}),
    "png": (lambda: photos.chart(word), {"camera", "text", "long text"}),
    "pdf": (lambda: documents.letter(word), {*documents.HIDDEN, "camera", "place", "thumbnail"}),
    "text": (text, {"unseen signs"}),
}


def found_in(content: bytes) -> set[str]:
    """Names of the drawers whose markers are in the bytes, however they are packed."""
    whole = documents.unseen(content) if content.startswith(b"%PDF") else content
    tags = "".join(
        chr(ord(sign) - 0xE0000)
        for sign in whole.decode(errors="ignore")
        if "\U000e0020" <= sign <= "\U000e007e"
    )
    hits = {hit.marker for blob in (whole, tags.encode()) for hit in scan_bytes(blob, MARKS.values())}
    return {name for name, mark in MARKS.items() if mark in hits}


@pytest.fixture
def got(db):
    """What a partner's browser is sent for a file that a worker attached."""
    table = Table(world=make_project())
    kim, quay, now = table.person("Kim"), table.agency(), timezone.now()
    table.agree(kim, quay)

    def got(content: bytes) -> bytes:
        act = {"project": table.project, "by": table.by(), "at": now}
        told = {"person": kim, "agency": quay, "purpose": "health", "days": 7, "openings": 2}
        facts, file = [Fact("file_health", "Letter")], actions.attach(content)
        made = actions.make_package(facts=facts, file=file, **told, **act)
        flood._since.clear()
        return Client().post("/k/", {"token": made.token, "code": made.code, "file": "1"}).content

    return got


@pytest.mark.parametrize("kind", FILES)
def test_a_shared_file_carries_none_of_its_hidden_data(got, kind):
    make, planted = FILES[kind]
    content = make()
    assert found_in(content) >= planted, "the attack finds what is planted"
    sent = got(content)
    assert len(sent) > 10 and found_in(sent) == set()


@pytest.mark.parametrize("kind", FILES)
def test_shared_file_twin_that_sends_it_as_it_came_is_caught(got, monkeypatch, kind):
    make, planted = FILES[kind]
    monkeypatch.setattr(filing.documents, "shared_copy", lambda content: Copy("pdf", content))
    assert found_in(got(make())) >= planted
