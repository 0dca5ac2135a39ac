"""Pictures of papers: the actions, and everything that walks a person's rows."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import photos
from tests.attacks.scanner import scan_bytes
from yarrow.methods.refusals import Fault, Refusal
from yarrow.people import actions, papers
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.models import Paper
from yarrow.vault import sealing
from yarrow.vault.errors import Locked, NoGrant
from yarrow.vault.models import TrailRow
from yarrow.vault.pictures import Broken, NotAPicture
from yarrow.vault.sealing_model import without_files


@pytest.fixture
def letter(kim, given):
    return actions.add_paper(person=kim, title="letter from the hospital", content=photos.photo(), **given)


def fetched(paper, **how):
    return without_files(Paper.objects.all()).get(pk=paper.pk, **how)


def rows_of(project, act):
    return TrailRow.objects.filter(project_id=project.id, act=act)


def test_add_paper_seals_title_original_and_picture(letter, by, project):
    opened = {
        name: letter.sealed.open_unrecorded(f"notes.{name}", by.unlocked) for name in actions.papers.FIELDS
    }
    assert opened["title"] == "letter from the hospital" and opened["original"] == photos.photo()
    assert photos.decoded(opened["picture"]).format == "JPEG"
    stored = Paper.objects.values_list("title", "original", "picture").get(pk=letter.pk)
    assert scan_bytes(b"".join(value.ciphertext for value in stored), ["hospital", "JFIF", "Exif"]) == []
    row = rows_of(project, "people.add_paper").get()
    assert row.subject == letter.person_id and row.fields == [
        f"people.paper.notes.{name}" for name in ("original", "picture", "title")
    ]


def test_add_paper_says_little_of_how_large_it_is(kim, given):
    sizes = set()
    for n in (10, 900, 9_000):
        paper = actions.add_paper(person=kim, title="a", content=photos.photo() + b"\0" * n, **given)
        sizes.add(len(Paper.objects.get(pk=paper.pk).original.ciphertext) - 41)
    assert len(sizes) <= 2 and all(size % sealing.FILE_BLOCK == 0 for size in sizes)


def test_add_paper_sent_twice_is_one(kim, given, add):
    said = {"title": "a letter", "content": photos.photo(), "entry_id": uuid4()}
    first, again = (actions.add_paper(person=kim, **said, **given) for _ in range(2))
    assert first.pk == again.pk and Paper.objects.count() == 1
    with pytest.raises(NotHere):
        actions.add_paper(person=add("Bea"), **said, **given)


@pytest.mark.parametrize(
    ("title", "content", "refused"),
    [
        ("", photos.photo(), Refusal),
        ("  ", photos.photo(), Refusal),
        ("long " * 60, photos.photo(), Refusal),
        ("a letter", b"%PDF-1.7", NotAPicture),
        ("a letter", photos.photo()[:900], Broken),
    ],
)
def test_add_paper_refused_keeps_nothing(kim, given, project, title, content, refused):
    with pytest.raises(refused):
        actions.add_paper(person=kim, title=title, content=content, **given)
    assert not Paper.objects.exists() and not rows_of(project, "people.add_paper").exists()


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_add_paper_is_for_case_work(world, kim, project, at, role):
    given = {"project": project, "by": world.worker(role), "at": at}
    with pytest.raises(NotForYou):
        actions.add_paper(person=kim, title="a", content=photos.photo(), **given)


def test_papers_of_another_project_are_none(world, letter, at):
    other = world.other
    given = {"project": other.project, "by": other.worker("manager"), "at": at}
    for act, said in ((actions.rename_paper, {"title": "b"}), (actions.remove_paper, {})):
        with pytest.raises(NotHere):
            act(paper=letter, **said, **given)
    with pytest.raises((NoGrant, Fault)):
        papers.file_of(other.worker("manager"), letter, papers.PICTURE, "")


def test_rename_paper_changes_the_words_alone(letter, given, by, project):
    before = Paper.objects.get(pk=letter.pk)
    renamed = actions.rename_paper(paper=fetched(letter), title=" hospital, May ", **given)
    now = Paper.objects.get(pk=letter.pk)
    assert renamed.sealed.open_unrecorded("notes.title", by.unlocked) == "hospital, May"
    assert (now.original, now.picture) == (before.original, before.picture)
    assert rows_of(project, "people.rename_paper").get().fields == ["people.paper.notes.title"]
    with pytest.raises(Refusal):
        actions.rename_paper(paper=letter, title="", **given)


def test_remove_paper_lets_go_of_the_bytes_and_says_so(letter, given, by, at, project):
    removed = actions.remove_paper(paper=letter, **given)
    assert removed.removed_at == at and not removed.holds_original and not removed.holds_picture
    assert Paper.objects.values_list("original", "picture").get(pk=letter.pk) == (None, None)
    again = actions.remove_paper(paper=letter, **{**given, "at": at + timedelta(days=1)})
    assert again.removed_at == at and rows_of(project, "people.remove_paper").count() == 1
    for name in (papers.PICTURE, papers.ORIGINAL):
        with pytest.raises(NotHere):
            papers.file_of(by, removed, name, "")
    assert papers.shown_one(by, removed, "").title == "letter from the hospital"


def test_files_open_with_the_key_alone_and_leave_a_row(world, letter, by, project):
    assert papers.file_of(by, fetched(letter), papers.ORIGINAL, "") == photos.photo()
    assert rows_of(project, "people.fetch_original").get().fields == ["people.paper.notes.original"]
    with pytest.raises(NoGrant):
        papers.file_of(world.worker("outreach"), fetched(letter), papers.PICTURE, "")
    with pytest.raises(Locked):
        papers.file_of(type(by)(by.id, by.role, None), fetched(letter), papers.PICTURE, "")


def test_a_file_field_takes_bytes_and_a_text_field_none(letter, by):
    with pytest.raises(Fault):
        letter.sealed.put("notes.title", b"bytes", by.unlocked)
    with pytest.raises(TypeError):
        letter.sealed.put("notes.picture", "text", by.unlocked)
