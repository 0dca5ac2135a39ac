"""Files in packages: a copy made anew goes, the original stays; as often and as long as the package, and no longer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import documents, photos
from tests.rooms.sharing.conftest import MINUTE, NOW, open_it, text
from yarrow.people.actions import erase_person
from yarrow.pocket import flood
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import CannotBe, Ended, NoPackage, NotAgreed, WrongCode
from yarrow.sharing.models import Package, PackageFile, Share
from yarrow.vault.errors import NoGrant, Tampered
from yarrow.vault.models import TrailRow

LETTER = Fact("file_health", "Letter from the hospital, May")


@pytest.fixture
def send(make):
    """A package with a file."""
    return lambda content=b"Blood group A", **said: make(
        facts=[Fact("called", "Kim"), LETTER], file=actions.attach(content), **said
    )


def fetch(made, *, after=2, **changed):
    sent = {"token": made.token, "code": made.code, **changed}
    return actions.fetch_file(at=NOW + after * MINUTE, **sent)


def test_partner_gets_a_copy_and_the_original_stays_sealed(table, send, kim):
    came = documents.letter()
    made = send(came)
    found = open_it(made)
    assert found.kind == "pdf" and found.said["file_health"] == LETTER.says
    copy = fetch(made)
    assert copy.content.startswith(b"%PDF") and b"after the end" not in copy.content
    row = PackageFile.objects.get()
    assert row.sealed.open_unrecorded("notes.original", table.by().key) == came
    assert b"%PDF" not in bytes(row.shared) and row.n_fetched == 1
    assert TrailRow.objects.filter(act="sharing.fetch_file", subject=kim.pk).count() == 1
    assert set(Share.objects.get().categories) == {"identity", "health"}


def test_file_is_taken_as_often_as_the_package_may_be_opened(send):
    made = send(openings=2)
    for after in (1, 2):
        open_it(made, after=after)
    assert fetch(made).content == fetch(made).content == b"Blood group A", "also after the last opening"
    with pytest.raises(NoPackage):
        fetch(made)


def test_file_ends_with_its_package_and_with_the_consent(table, send, kim, quay):
    made, other = send(), send()
    with pytest.raises(WrongCode):
        fetch(made, code="x")
    with pytest.raises(NoPackage):
        fetch(made, after=60 * 24 * 8)
    table.do(actions.end_package, package=made.package)
    table.take_back(kim, quay, after=1)
    for one, said in ((made, NoPackage), (other, Ended)):
        with pytest.raises(said):
            fetch(one)
    with pytest.raises(NoPackage):
        fetch(made, token="A" * 43)


def test_file_leaves_only_as_far_as_they_agreed(make, send):
    with pytest.raises(NotAgreed):
        make(facts=[Fact("file_safety", "Photos")], file=actions.attach(b"Bruises"))
    assert not Package.objects.exists() and not PackageFile.objects.exists()


@pytest.mark.parametrize(
    ("facts", "content"),
    [([Fact("called", "Kim")], b"A file"), ([LETTER], None), ([Fact("file_health", "")], b"x")],
)
def test_file_and_what_it_is_about_go_together(make, facts, content):
    with pytest.raises(CannotBe):
        make(facts=facts, file=actions.attach(content) if content else None)
    assert not Share.objects.exists()


def test_no_file_is_said_or_put_on_paper(table, kim, quay):
    table.agree(kim, quay)
    with pytest.raises(CannotBe):
        table.share(kim, quay, facts={"file_health": "Letter"}, how="paper")


def test_file_needs_the_key_to_notes(make):
    with pytest.raises(NoGrant):
        make(role="outreach", facts=[LETTER], file=actions.attach(b"x"))
    assert not Package.objects.exists()


def test_shared_copy_opens_in_no_other_row(send):
    one, other = send(), send()
    rows = {row.package_id: row for row in PackageFile.objects.all()}
    rows[one.package.pk].shared = rows[other.package.pk].shared
    rows[one.package.pk].save()
    with pytest.raises(Tampered):
        fetch(one)


def test_erasing_removes_both(table, send, kim):
    made = send()
    table.do(erase_person, role="manager", person=kim, reason="asked")
    assert not PackageFile.objects.exists()
    with pytest.raises(Ended):
        fetch(made)


def test_pages_from_form_to_partner(table, client, url, kim, quay):
    table.agree(kim, quay)
    page = url("share_facts", kim.pk, quay.pk)
    came = SimpleUploadedFile("Kim Novak HIV.png", photos.chart(), "text/html")
    said = {"facts": ["file_health"], "purpose": "health", "file_called": "Chart", "entry_id": str(uuid4())}
    said |= {"days": "7", "openings": "3"}
    refused = text(client.post(page, {**said, "how": "spoken", "file": came}))
    assert "goes through a link" in refused and not Share.objects.exists()
    came.seek(0)
    shown = client.post(page, {**said, "how": "package", "file": came})
    made = {"token": text(shown).split("/k/#")[1][:43], "code": shown.context["code"]}
    flood._since.clear()
    opened = text(Client().post("/k/", made))
    assert "Save the file: Chart (JPG)" in opened
    answer = Client().post("/k/", {**made, "file": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="file.jpg"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
    assert photos.decoded(answer.content).format == "JPEG"
    assert "taken 1 time" in text(client.get(url("show_shares", kim.pk)))
    original = client.post(url("fetch_original", kim.pk, Package.objects.get().pk))
    assert original.content == photos.chart() and original["Content-Disposition"].endswith('"original.jpg"')
    assert timezone.now() - Package.objects.get().made_at < timedelta(minutes=5)


@pytest.mark.parametrize("content", [b"PK\x03\x04zip", b"%PDF-1.7 nothing", b"\x00"])
def test_page_says_what_is_wrong_with_a_file(table, client, url, kim, quay, content):
    table.agree(kim, quay)
    said = {"facts": ["file_health"], "purpose": "health", "file_called": "Chart", "entry_id": str(uuid4())}
    said |= {"days": "7", "openings": "3", "how": "package", "file": SimpleUploadedFile("a.pdf", content)}
    page = text(client.post(url("share_facts", kim.pk, quay.pk), said))
    assert 'href="#id_file"' in page and not Share.objects.exists()
