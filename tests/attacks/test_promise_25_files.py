"""Files that come in carry nothing hidden outward, burst nothing, and lie nowhere in the clear."""

import io
import tempfile
import tracemalloc
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests import photos
from tests.attacks import town
from tests.attacks.scanner import files_under, marker, scan_bytes, scan_files
from tests.attacks.test_promise_01_stolen_disk import without_sealing
from yarrow.contacts.importing import looking
from yarrow.people import actions, papers
from yarrow.people.models import Paper
from yarrow.vault import pictures
from yarrow.vault.errors import Erased, NoGrant

PROMISE = (
    "Uploaded files carry no hidden data outward: pages, copies and exports hold pictures made anew; "
    "limits hold; the original is sealed and never in a plain temporary file."
)
MAKERS = (photos.photo, photos.chart, photos.sticker)


class Upload:
    """Photos with something hidden in every place, sent through the page by a co-ordinator."""

    def __init__(self, world):
        self.world, self.planted = world, {}
        act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.person = actions.add_person(called="Kim", **act)
        self.client = world.client("coordinator", raise_request_exception=False)

    def plant(self, place):
        word = marker()
        self.planted[word] = place
        return word

    def url(self, name, *args):
        return self.world.project.url(f"people:{name}", self.person.id, *args)

    def send(self, content):
        """The page's answer to one file."""
        file = SimpleUploadedFile(f"{self.plant('file name')}.jpg", content, "image/jpeg")
        said = {"title": self.plant("title"), "picture": file, "entry_id": str(uuid4())}
        return self.client.post(self.url("add_paper"), said)

    def send_all(self):
        for make in MAKERS:
            assert self.send(make(self.plant)).status_code == 302
        return self

    @property
    def hidden(self):
        """Markers that a picture carries unseen."""
        return [word for word, place in self.planted.items() if place != "title"]

    def shared(self):
        """Every byte that leaves: pages, the picture, the person's copy, the project's package."""
        addresses = [self.url("show_person")]
        for paper in Paper.objects.all():
            addresses += [self.url("show_paper", paper.id), self.url("show_picture", paper.id)]
        found = [self.client.get(address).content for address in addresses]
        copy = {"reason": "asked"}
        found.append(self.client.post(self.url("copy_person"), {**copy, "shape": "page"}).content)
        found += unzipped(self.client.post(self.url("copy_person"), {**copy, "shape": "file"}))
        manager = self.world.client("manager")
        moving = {"reason": "moving", "compartments": ["identity", "notes"]}
        return found + unzipped(manager.post(self.world.project.url("staff:export_project"), moving))

    def carried(self):
        """Places whose marker left."""
        hits = scan_bytes(b"".join(self.shared()), self.hidden)
        return {self.planted[hit.marker] for hit in hits}


def unzipped(response):
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        return [name.encode() + archive.read(name) for name in archive.namelist()]


@pytest.fixture
def upload(world):
    return Upload(world)


def watching(monkeypatch, module, name, disk, planted):
    """What lies in the clear on the disk, temporary files included, while a file is in hand."""
    act, found = getattr(module, name), []

    def look(*args, **kwargs):
        made = act(*args, **kwargs)
        temporary = files_under(Path(tempfile.gettempdir()))
        found.extend(str(path) for path in temporary)
        found.extend(scan_files([*disk.files(), *temporary], list(planted)))
        return made

    monkeypatch.setattr(module, name, look)
    return found


def test_shared_copies_carry_nothing_that_a_picture_hides(upload):
    upload.send_all()
    shared = upload.shared()
    assert scan_bytes(b"".join(shared), upload.hidden) == []
    # Three pictures each left by three ways: shown, copied for the person, taken along with the project.
    assert sum(b"\xff\xd8\xff\xe0" in part for part in shared) == 9
    # The same scan finds every place in the originals, so it looked for what was there.
    asked = [
        upload.client.post(upload.url("fetch_original", each.id)).content for each in Paper.objects.all()
    ]
    hits = scan_bytes(b"".join(asked), upload.hidden)
    assert {upload.planted[hit.marker] for hit in hits} == set(photos.HIDDEN)


def test_disk_holds_no_byte_of_a_picture_in_the_clear(upload, disk, monkeypatch):
    found = watching(monkeypatch, pictures, "cleaned", disk, upload.planted)
    upload.send_all()
    upload.shared()
    assert found == [] and disk.scan(list(upload.planted)) == []
    assert files_under(disk.root / "tmp") == []
    everything = disk.everything()
    assert not any(plain in everything for plain in (b"JFIF", b"Exif\0\0", b"WEBPVP8"))


def test_original_opens_with_the_key_to_notes_alone(upload, world):
    upload.send_all()
    paper = Paper.objects.first()
    for role in ("outreach", "peer", "adviser", "evaluator", "administrator"):
        answer = world.client(role).post(upload.url("fetch_original", paper.id))
        assert answer.status_code == 403 and scan_bytes(answer.content, upload.hidden) == []
    with pytest.raises(NoGrant):
        papers.file_of(world.worker("outreach"), paper, papers.ORIGINAL, "")
    for client in (world.client("coordinator", locked=True), world.client("coordinator", stepped_up=False)):
        answer = client.post(upload.url("fetch_original", paper.id))
        assert answer.status_code in (302, 403) and scan_bytes(answer.content, list(upload.planted)) == []
    # Bytes moved to another row do not open there, and an erased person's open nowhere.
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    Paper.objects.filter(pk=paper.pk).update(picture=Paper.objects.last().picture)
    address = upload.url("show_picture", paper.id)
    assert upload.client.get(address).status_code == 500
    actions.erase_person(person=upload.person, reason="asked", **act)
    with pytest.raises(Erased):
        papers.file_of(act["by"], paper, papers.ORIGINAL, "")


def animated(kind):
    frames = [photos.paper(), Image.new("RGB", (640, 480), "red")]
    return photos.encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def bombs():
    """Small files that would be very large, or are no picture."""
    yield from (photos.huge_png(side=side) for side in (7_100, 20_000, 60_000, 2**31 - 1))
    yield photos.encoded(Image.new("L", (5_100, 5_100)), "PNG")
    yield animated("GIF")
    yield photos.encoded(photos.paper(), "TIFF")
    yield photos.encoded(photos.paper(), "BMP")
    yield b"<!DOCTYPE html><script>alert(1)</script>" + photos.photo()
    yield b"%PDF-1.7\n" + photos.photo()
    yield b"PK\x03\x04" + photos.photo()
    yield photos.photo() + bytes(pictures.MOST_BYTES)


def test_bombs_and_other_kinds_are_refused_before_they_burst(upload):
    sent = 0
    for content in bombs():
        tracemalloc.start()
        answer = upload.send(content)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert answer.status_code == 200 and b"govuk-error-summary" in answer.content
        assert most < 60_000_000 and not Paper.objects.exists()
        sent += 1
    assert sent == 12


def test_what_is_two_things_at_once_is_only_a_picture(upload):
    """A page after a picture's end, and a second frame: neither is in what is shown, and an original never runs."""
    assert upload.send(photos.photo(upload.plant)).status_code == 302
    assert upload.send(animated("WEBP")).status_code == 302
    for paper in Paper.objects.all():
        shown = upload.client.get(upload.url("show_picture", paper.id))
        assert b"<script" not in shown.content and getattr(photos.decoded(shown.content), "n_frames", 1) == 1
        original = upload.client.post(upload.url("fetch_original", paper.id))
        assert original["Content-Type"] == "application/octet-stream"
        assert original["Content-Disposition"].startswith("attachment")
        for answer in (shown, original):
            assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"
            policy = answer["Content-Security-Policy"].split("; ")
            assert "default-src 'none'" in policy and "sandbox" in policy and "script" not in "".join(policy)


def bring(upload, plant):
    """A spreadsheet through its page."""
    file = SimpleUploadedFile(f"{plant('file name')}.csv", town.spreadsheet(plant), "text/csv")
    address = upload.world.project.url("contacts:start_import")
    return upload.client.post(address, {"file": file, "order": "day"})


def test_spreadsheet_is_sealed_on_arrival_and_in_no_temporary_file(upload, disk, monkeypatch):
    found = watching(monkeypatch, looking, "read_first", disk, upload.planted)
    assert bring(upload, upload.plant).status_code == 302
    assert len(upload.planted) > 5 and found == [] and disk.scan(list(upload.planted)) == []


def test_files_twin_that_keeps_the_picture_as_it_came_is_caught(upload, monkeypatch):
    monkeypatch.setattr(pictures, "cleaned", lambda content: content)
    assert upload.send_all().carried() == set(photos.HIDDEN)


def test_files_twin_that_serves_the_original_is_caught(upload, monkeypatch):
    upload.send_all()
    monkeypatch.setattr(papers, "PICTURE", papers.ORIGINAL)
    assert upload.carried() == set(photos.HIDDEN)


def test_files_twin_that_keeps_exif_is_caught(upload, monkeypatch):
    def resaved(content):
        with Image.open(io.BytesIO(content)) as picture:
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", exif=picture.info["exif"])
        return out.getvalue()

    monkeypatch.setattr(pictures, "cleaned", resaved)
    assert {"camera", "place", "thumbnail"} <= upload.send_all().carried()


@pytest.mark.parametrize("what", ["picture", "spreadsheet"])
def test_files_twin_with_djangos_temporary_files_is_caught(upload, disk, monkeypatch, settings, what):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    place = (pictures, "cleaned") if what == "picture" else (looking, "read_first")
    found = watching(monkeypatch, *place, disk, upload.planted)
    answer = upload.send(photos.photo(upload.plant)) if what == "picture" else bring(upload, upload.plant)
    assert answer.status_code == 302 and any(".upload" in str(each) for each in found)


def test_files_twin_that_does_not_seal_is_caught(world, disk, monkeypatch):
    without_sealing(monkeypatch)
    upload = Upload(world).send_all()
    hits = disk.scan(upload.hidden)
    assert {upload.planted[hit.marker] for hit in hits} >= {"camera", "place", "comment"}


def test_bombs_twin_without_a_limit_of_pixels_is_caught(upload, monkeypatch):
    monkeypatch.setitem(pictures.MOST_PIXELS, "png", 60_000_000)
    assert upload.send(photos.encoded(Image.new("L", (5_100, 5_100)), "PNG")).status_code == 302
    assert Paper.objects.exists()
