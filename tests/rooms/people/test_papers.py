"""Pictures of papers: the actions, and everything that walks a person's rows."""

import csv
import tracemalloc
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.utils import timezone

from tests import photos
from tests.attacks.scanner import marker, scan_bytes
from tests.rooms.people.test_erasing import erase
from yarrow.methods.refusals import Fault, Refusal
from yarrow.people import actions, papers
from yarrow.people.copying import copy_of, files_of
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.models import Paper, Person
from yarrow.staff.actions.exporting import export_project
from yarrow.vault import erasing, keyring, leaving, sealing
from yarrow.vault.errors import Erased, Locked, NoGrant
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


def test_papers_go_with_a_merge_and_come_back(add, kim, letter, given, by):
    into = add("Kimmy")
    other = actions.add_paper(person=kim, title="gone", content=photos.chart(), **given)
    actions.remove_paper(paper=other, **given)
    merge = actions.merge_people(into=into, came=kim, take=[], **given)
    for person in (into, kim):
        moved = fetched(letter, person=person)
        assert papers.file_of(by, moved, papers.ORIGINAL, "") == photos.photo()
        assert papers.file_of(by, moved, papers.PICTURE, "")
        if person == into:
            actions.part_people(merge=merge, **given)


def test_papers_are_gone_when_a_person_is_erased(kim, letter, given, by):
    erase(kim, given)
    assert not Paper.objects.exists()
    with pytest.raises(Erased):
        by.key.subject_key(kim.project_id, kim.id, "notes")


def hidden_photo():
    planted = {}
    content = photos.photo(lambda place: planted.setdefault(place, marker()))
    return content, list(planted.values())


def test_copy_gives_the_clean_picture_as_a_file_and_names_it(kim, given, by, project, at):
    content, words = hidden_photo()
    for title in ("first", "second"):
        actions.add_paper(person=kim, title=title, content=content, **given)
    gone = actions.add_paper(person=kim, title="third", content=content, **given)
    actions.remove_paper(paper=gone, **given)
    copy = copy_of(by, project, kim, "asked", at)
    table = next(table for table in copy.tables if table.key == "people.paper")
    named = [row["picture"][1] for row in table.rows]
    assert sorted(name for name in named if name) == sorted(file.name for file in copy.files)
    assert len(copy.files) == 2 and named.count("") == 1
    files = {name: b"".join(parts) for name, parts in files_of(copy, by)}
    for file in copy.files:
        assert photos.decoded(files[file.name]).format == "JPEG"
    assert scan_bytes(b"".join(files.values()), words) == []
    opened = rows_of(project, "people.copy_person").filter(fields=["people.paper.notes.picture"])
    assert opened.count() == 2 and {row.reason for row in opened} == {"asked"}


def test_copy_by_somebody_without_the_key_to_notes_leaves_pictures_closed(world, kim, letter, project, at):
    copy = copy_of(world.worker("outreach"), project, kim, "asked", at)
    assert copy.files == () and any("papers" in each for each in copy.closed)
    list(files_of(copy, world.worker("outreach")))


def package(world, compartments):
    parts = export_project(
        project=world.project,
        by=world.worker("manager"),
        at=timezone.now(),
        reason="moving",
        compartments=compartments,
    )
    with ZipFile(BytesIO(b"".join(parts))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def why_left_out(files, field):
    """What the package says of a field of papers; "" when it leaves."""
    lines = csv.DictReader(StringIO(files["left-out.csv"].decode(), newline=""))
    return next(
        (line["why"] for line in lines if (line["table"], line["field"]) == ("people.paper", field)), ""
    )


def test_package_gives_the_clean_picture_and_keeps_the_original_back(world, kim, given):
    content, words = hidden_photo()
    paper = actions.add_paper(person=kim, title="a letter", content=content, **given)
    gone = actions.add_paper(person=kim, title="a gone one", content=content, **given)
    actions.remove_paper(paper=gone, **given)
    files = package(world, ["notes"])
    name = f"files/people.paper/{paper.id}.jpg"
    assert photos.decoded(files[name]).format == "JPEG"
    assert [each for each in files if each.startswith("files/")] == [name]
    assert name in files["people.paper.csv"].decode() and b"original" not in files["people.paper.csv"]
    assert why_left_out(files, "original").startswith("The photo as it came")
    assert why_left_out(files, "picture") == ""
    assert scan_bytes(b"".join(files.values()), words) == []


def test_package_without_notes_holds_no_picture(world, kim, letter):
    files = package(world, ["identity"])
    assert not [name for name in files if name.startswith("files/")]
    assert why_left_out(files, "picture").startswith("sealed")


def test_what_walks_all_rows_holds_no_more_than_one_file(kim, given, world, by, monkeypatch):
    """Twelve files of 4 MB each: listing, sweeping, exporting and merging keep one or two of them in memory."""
    monkeypatch.setattr(actions.papers.pictures, "cleaned", lambda content: content)
    for n in range(6):
        paper = actions.add_paper(person=kim, title=f"n {n}", content=bytes(4_000_000), **given)
    del paper
    bea = actions.add_person(called="Bea", **given)

    def walks():
        yield "papers_of", lambda: papers.papers_of(Person.objects.get(pk=kim.pk))
        yield "sealed_places", erasing.sealed_places
        table = next(each for each in leaving.tables(["notes"]) if each.model is Paper)
        yield "rows", lambda: list(leaving.values(table, kim.project_id, by))
        yield "files", lambda: [None for _ in leaving.files(table, kim.project_id, by)]
        copy = copy_of(by, kim.project, kim, "asked", given["at"])
        yield "copy", lambda: [None for _ in files_of(copy, by)]
        yield "merge", lambda: actions.merge_people(into=bea, came=kim, take=[], **given)

    for name, walk in walks():
        tracemalloc.start()
        walk()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < {"papers_of": 2e6, "sealed_places": 2e6, "rows": 2e6}.get(name, 30e6), (name, most)


def test_sweep_of_orphans_keeps_the_keys_of_papers(kim, letter, by, project):
    assert (project.id, kim.id, "notes") in erasing.sealed_places()
    assert (project.id, kim.id, "notes") in keyring.subjects()
