"""The pages: choose, look, correct, bring in, take back; and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.rooms.contacts.importing.conftest import FOLDER
from tests.rooms.contacts.reading.unseen_files import as_csv
from yarrow.contacts.importing.pages import as_csv as not_taken_csv
from yarrow.contacts.models import Contact, ImportBatch


@pytest.fixture
def client(world) -> Client:
    return world.client("coordinator")


def upload(client: Client, world, content: bytes, name: str = "log.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(
        world.project.url("contacts:start_import"), {"file": file, "order": "day"}, follow=True
    )


def press(client: Client, world, name: str, batch: ImportBatch, **said: str):
    return client.post(world.project.url(f"contacts:{name}", batch.id), said, follow=True)


def test_start_import_shows_what_will_happen_and_adds_nothing(client, world) -> None:
    page = upload(client, world, (FOLDER / "outreach_log.csv").read_bytes()).content.decode()
    assert "What will happen" in page
    for figure in ("262", "197", "3098", "43 rows stay out"):
        assert figure in page
    assert not Contact.objects.exists()


def test_continue_import_goes_on_to_the_end(client, world) -> None:
    upload(client, world, (FOLDER / "outreach_log.csv").read_bytes())
    batch = ImportBatch.objects.get()
    page = press(client, world, "continue_import", batch).content.decode()
    assert "200 of 419" in page
    assert "data-go-on" in page
    press(client, world, "continue_import", batch)
    page = press(client, world, "continue_import", batch).content.decode()
    assert "343 contacts" in page
    assert Contact.objects.count() == 343


def test_correct_import_changes_the_figures(client, world) -> None:
    rows = [["Date", "Name", "Condoms", "Given B"], ["3.1.2024", "Mary", "5", "10"], ["", "Jo", "2", "4"]]
    upload(client, world, as_csv(rows))
    batch = ImportBatch.objects.get()
    said = {"c0_0": "date", "c0_1": "name", "c0_2": "condoms", "c0_3": "needles_out", "order": "day"}
    page = press(client, world, "correct_import", batch, **said).content.decode()
    assert "Read again" in page
    batch.refresh_from_db()
    assert batch.figures["needles_out"] == 14
    upload(client, world, as_csv([*rows, ["5.1.2024", "Kim", "1", "1"]]))
    assert ImportBatch.objects.first().figures["needles_out"] == 15


MARKED = [["Name", "2/1/2024", "9/1/2024"], ["Mo", "x", "n"], ["Jo", "0", "x"]]


def test_show_import_asks_what_words_of_absence_mean_in_a_register(client, world) -> None:
    page = upload(client, world, as_csv(MARKED)).content.decode()
    assert "2 marks say something like “n”, “0” or “absent” and were counted as present" in page
    assert "Count as present (the usual rule)" in page
    rows = [["Date", "Name", "Condoms", "Needles out"], ["3.1.2024", "Mary", "5", "10"]]
    assert "Count as present" not in upload(client, world, as_csv(rows)).content.decode()


def test_correct_import_with_words_of_absence_read_as_absent_is_remembered(client, world) -> None:
    upload(client, world, as_csv(MARKED))
    batch = ImportBatch.objects.get()
    assert batch.figures["attendances"] == 4
    said = {"c0_0": "name", "order": "day"}
    page = press(client, world, "correct_import", batch, **said, absence_words="absent").content.decode()
    assert "were read as absent, as was chosen" in page
    batch.refresh_from_db()
    assert batch.figures["attendances"] == 2
    press(client, world, "correct_import", batch, **said)
    batch.refresh_from_db()
    assert batch.figures["attendances"] == 2
    upload(client, world, as_csv([*MARKED, ["Kim", "n", "x"]]))
    assert ImportBatch.objects.first().figures["attendances"] == 3


def test_correct_import_refuses_another_word_for_absence(client, world) -> None:
    upload(client, world, as_csv(MARKED))
    said = {"c0_0": "name", "order": "day", "absence_words": "perhaps"}
    page = press(client, world, "correct_import", ImportBatch.objects.get(), **said).content.decode()
    assert "<title>Error: A spreadsheet" in page
    assert ImportBatch.objects.get().figures["attendances"] == 4


def test_undo_import_asks_for_a_word(client, world) -> None:
    upload(client, world, (FOLDER / "dropin_register.xlsx").read_bytes(), "register.xlsx")
    batch = ImportBatch.objects.get()
    for _ in range(2):
        press(client, world, "continue_import", batch)
    assert Contact.objects.count() == 304
    press(client, world, "undo_import", batch, word="no")
    assert Contact.objects.count() == 304
    page = press(client, world, "undo_import", batch, word="Take back").content.decode()
    assert "Nothing of it is left" in page
    assert not Contact.objects.exists()


def test_drop_import_forgets_the_file(client, world) -> None:
    upload(client, world, (FOLDER / "dropin_register.xlsx").read_bytes(), "register.xlsx")
    press(client, world, "drop_import", ImportBatch.objects.get())
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.content) == ("dropped", None)
    press(client, world, "continue_import", batch)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n\x1a\n" + b"x" * 99, "This is a picture"), (b"milk\r\nbread\r\n", "could not tell")],
)
def test_start_import_refuses_at_the_field(client, world, content, words) -> None:
    page = upload(client, world, content).content.decode()
    assert words in page
    assert not ImportBatch.objects.exists()


def test_start_import_refuses_a_file_over_the_limit(client, world, settings) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    page = upload(client, world, b"Date,Name\r\n" * 200_000).content.decode()
    assert "bigger than 1 MB" in page


def test_list_not_taken_is_a_file_that_cannot_run(client, world) -> None:
    upload(client, world, (FOLDER / "crm_export.xlsx").read_bytes(), "export.xlsx")
    batch = ImportBatch.objects.get()
    answer = client.get(world.project.url("contacts:list_not_taken", batch.id))
    assert answer["Content-Type"].startswith("text/csv")
    assert len(answer.content.decode().splitlines()) == 28
    assert b"'=2+5" in not_taken_csv([{"sheet": "=2+5", "row": 1, "reason": "x"}])


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser"])
def test_start_import_is_not_for_everybody(world, role) -> None:
    assert world.client(role).get(world.project.url("contacts:start_import")).status_code == 403


def test_show_import_of_another_project_does_not_exist(client, world) -> None:
    upload(client, world, (FOLDER / "dropin_register.xlsx").read_bytes(), "register.xlsx")
    other = world.other
    url = other.project.url("contacts:show_import", ImportBatch.objects.get().id)
    assert other.client("coordinator").get(url).status_code == 404
