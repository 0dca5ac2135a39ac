"""Pictures of papers and everything that walks a person's rows: merging, erasing, the copy, the project's package."""

import csv
import tracemalloc
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from tests import photos
from tests.attacks.scanner import marker, scan_bytes
from tests.rooms.people.test_erasing import erase
from yarrow.people import actions, papers
from yarrow.people.copying import copy_of, files_of
from yarrow.people.models import Paper, Person
from yarrow.staff.actions.exporting import export_project
from yarrow.vault import erasing, keyring, leaving, pictures
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow
from yarrow.vault.sealing_model import without_files


@pytest.fixture
def letter(kim, given):
    return actions.add_paper(person=kim, title="letter from the hospital", content=photos.photo(), **given)


def fetched(paper, **how):
    return without_files(Paper.objects.all()).get(pk=paper.pk, **how)


def rows_of(project, act):
    return TrailRow.objects.filter(project_id=project.id, act=act)


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
    """32 files of 1 MB each: lists and sweeps hold none, exports and merges those of one paper at a time."""
    monkeypatch.setattr(pictures, "cleaned", lambda content: content)
    for n in range(16):
        paper = actions.add_paper(person=kim, title=f"n {n}", content=bytes(1_000_000), **given)
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
        assert most < {"papers_of": 1e6, "sealed_places": 1e6, "rows": 1e6}.get(name, 15e6), (name, most)


def test_sweep_of_orphans_keeps_the_keys_of_papers(kim, letter, by, project):
    assert (project.id, kim.id, "notes") in erasing.sealed_places()
    assert (project.id, kim.id, "notes") in keyring.subjects()
