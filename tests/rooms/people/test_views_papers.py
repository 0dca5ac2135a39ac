"""Pages of pictures of papers: adding, showing, the original after the second factor, removing."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import photos
from tests.attacks.scanner import marker, scan_bytes
from tests.worlds import check_roles
from yarrow.people import actions, papers
from yarrow.people.models import Paper
from yarrow.vault.models import TrailRow

CASE = ("case_worker", "coordinator", "manager")


@pytest.fixture
def client(world):
    return world.client("coordinator")


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


@pytest.fixture
def letter(kim, given):
    return actions.add_paper(person=kim, title="letter from the hospital", content=photos.photo(), **given)


def sent(content, name="IMG_2041.jpg", title="letter", **said):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return {"title": title, "picture": file, "entry_id": str(uuid4()), **said}


def text(response):
    return response.content.decode()


def test_papers_stand_on_the_record_when_none_one_and_several(client, url, kim, given):
    address = url("show_person", kim.id)
    page = text(client.get(address))
    assert "No pictures of papers" in page and url("add_paper", kim.id) in page
    first = actions.add_paper(person=kim, title="the first", content=photos.photo(), **given)
    page = text(client.get(address))
    assert "No pictures of papers" not in page and url("show_paper", kim.id, first.id) in page
    second = actions.add_paper(person=kim, title="the second", content=photos.photo(), **given)
    page = text(client.get(address))
    assert "the first" in page and "the second" in page and "Sam Coordinator" in page
    actions.remove_paper(paper=second, **given)
    page = text(client.get(address))
    assert url("show_paper", kim.id, second.id) not in page and "picture removed on" in page


def test_papers_are_counted_for_those_without_the_key(world, url, kim, letter):
    page = text(world.client("outreach").get(url("show_person", kim.id)))
    assert "There is a paper. It needs the key to case notes." in page
    assert "hospital" not in page and url("add_paper", kim.id) not in page


def test_papers_are_not_mentioned_to_others_when_there_are_none(world, url, kim):
    assert "<h3>Papers</h3>" not in text(world.client("outreach").get(url("show_person", kim.id)))


@pytest.mark.parametrize(
    "name", ["show_paper", "show_picture", "fetch_original", "rename_paper", "remove_paper"]
)
def test_pages_of_a_paper_are_for_case_work(world, url, kim, letter, name):
    check_roles(world, url(name, kim.id, letter.id), CASE)


def test_add_paper_page_is_for_case_work_and_takes_photos(world, url, kim):
    check_roles(world, url("add_paper", kim.id), CASE)
    page = text(world.client("manager").get(url("add_paper", kim.id)))
    # The phone offers its camera and the photos taken before.
    assert 'accept="image/jpeg,image/png,image/webp"' in page and "capture" not in page
    assert 'enctype="multipart/form-data"' in page


def test_pages_of_a_paper_of_somebody_else_are_not_found(client, url, letter, add):
    bea = add("Bea")
    for name in ("show_paper", "show_picture", "fetch_original", "rename_paper", "remove_paper"):
        assert client.get(url(name, bea.id, letter.id)).status_code == 404
        assert client.get(url(name, letter.person_id, uuid4())).status_code == 404


@pytest.mark.parametrize(
    ("make", "name"), [(photos.photo, "a.exe"), (photos.chart, "a.jpg"), (photos.sticker, "")]
)
def test_add_paper_keeps_the_picture_whatever_its_name(client, url, kim, by, make, name):
    answer = client.post(url("add_paper", kim.id), sent(make(), name or "photo"))
    assert answer.status_code == 302 and answer["Location"] == url("show_person", kim.id)
    paper = Paper.objects.get()
    assert papers.file_of(by, paper, papers.ORIGINAL, "") == make()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 a letter", "Photograph the paper and send the photo"),
        (b"<svg onload='alert(1)'/>", "Photograph the paper and send the photo"),
        (photos.photo()[:700], "damaged or cut short"),
        (photos.huge_png(), "too large"),
        (b"", "This file is empty"),
        (photos.photo() + bytes(10 * 1024 * 1024), "too large"),
    ],
)
def test_add_paper_refuses_at_the_field_and_keeps_the_title(client, url, kim, content, sentence):
    answer = client.post(url("add_paper", kim.id), sent(content, title="from the clinic"))
    page = text(answer)
    assert answer.status_code == 200 and sentence in page and 'value="from the clinic"' in page
    assert re.search(r'id="id_picture_error"|href="#id_picture"', page) and not Paper.objects.exists()


def test_add_paper_longer_than_any_upload_says_too_large_not_missing(client, url, kim, settings):
    settings.UPLOAD_LIMIT = 1000
    page = text(client.post(url("add_paper", kim.id), sent(photos.photo(), title="from the clinic")))
    assert "too large" in page and "Take or choose a picture first" not in page and "from the clinic" in page
    assert not Paper.objects.exists()


def test_add_paper_without_picture_or_title_says_which(client, url, kim):
    page = text(client.post(url("add_paper", kim.id), {"title": "", "entry_id": str(uuid4())}))
    assert "Take or choose a picture first" in page and "Fill in “What it is”" in page


def test_show_paper_shows_the_clean_picture_from_its_own_address(client, url, kim, given, project):
    planted = {}
    content = photos.photo(lambda place: planted.setdefault(place, marker()))
    paper = actions.add_paper(person=kim, title="a <b>letter</b>", content=content, **given)
    page = client.get(url("show_paper", kim.id, paper.id))
    address = url("show_picture", kim.id, paper.id)
    assert f'src="{address}"' in text(page) and "Sam Coordinator" in text(page)
    assert "a &lt;b&gt;letter" in text(page) and "data:image" not in text(page)
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="paper.jpg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert photos.decoded(answer.content).format == "JPEG"
    assert scan_bytes(answer.content + page.content, list(planted.values())) == []
    acts = TrailRow.objects.filter(project_id=project.id, subject=kim.id).values_list("act", flat=True)
    assert {"people.show_paper", "people.show_picture"} <= set(acts)


def test_fetch_original_asks_for_the_second_factor_and_warns(world, client, url, kim, letter, project):
    address = url("fetch_original", kim.id, letter.id)
    stale = world.client("coordinator", stepped_up=False)
    for answer in (stale.get(address), stale.post(address)):
        assert answer.status_code == 302 and "/sign-in/" not in answer["Location"].split("?")[0]
    assert "the place, the time and the camera" in text(client.get(address))
    opened = TrailRow.objects.filter(project_id=project.id, act="people.fetch_original")
    assert not opened.exists()
    answer = client.post(address)
    assert answer.content == photos.photo() and opened.count() == 1
    assert answer["Content-Type"] == "application/octet-stream" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="original.jpg"'


def test_rename_paper_shows_the_words_and_changes_them(client, url, kim, letter):
    address = url("rename_paper", kim.id, letter.id)
    assert 'value="letter from the hospital"' in text(client.get(address))
    assert client.post(address, {"title": "hospital, in May"}).status_code == 302
    assert "hospital, in May" in text(client.get(url("show_paper", kim.id, letter.id)))


def test_remove_paper_asks_for_the_word_and_the_page_says_it_is_gone(client, url, kim, letter):
    address = url("remove_paper", kim.id, letter.id)
    assert "can&#x27;t be undone" in text(client.get(address)) or "can't be undone" in text(
        client.get(address)
    )
    assert client.post(address, {"word": "yes"}).status_code == 200 and Paper.objects.get().removed_at is None
    assert client.post(address, {"word": "Remove"}).status_code == 302
    page = text(client.get(url("show_paper", kim.id, letter.id)))
    assert "The picture was removed on" in page and "<img" not in page
    assert url("fetch_original", kim.id, letter.id) not in page
    assert client.get(url("show_picture", kim.id, letter.id)).status_code == 404
    assert client.post(url("fetch_original", kim.id, letter.id)).status_code == 404
    assert "and its original with it" in text(client.get(url("fetch_original", kim.id, letter.id)))


def test_papers_outside_the_caseload_ask_why(world, url, kim, letter, given):
    actions.assign_key_worker(person=kim, worker=world.account("coordinator").worker, **given)
    manager = world.client("manager")
    for name in ("show_paper", "show_picture", "fetch_original"):
        answer = manager.get(url(name, kim.id, letter.id))
        assert answer.status_code == 302 and url("give_reason", kim.id) in answer["Location"]
    assert manager.post(url("fetch_original", kim.id, letter.id)).status_code == 403


def test_copy_page_says_that_pictures_come_with_the_file(client, url, kim, letter):
    answer = client.post(url("copy_person", kim.id), {"reason": "asked", "shape": "page"})
    assert "There is a picture. It is in the file" in text(answer) and "paper-1.jpg" in text(answer)
