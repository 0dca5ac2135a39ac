"""Bringing files in: figures hold, twice adds nothing, and it can be taken back."""

import pytest
from django.db.models import Sum

from tests.rooms.contacts.importing.conftest import FOLDER, NOW
from tests.rooms.contacts.reading.unseen_files import as_csv
from yarrow.contacts.importing import actions, undoing
from yarrow.contacts.models import Contact, ContactSupply, ImportBatch, Session
from yarrow.people.models import Person

# A log, a register and taking back are brought in on both databases; this is the same action with longer files.
LONG = pytest.mark.sqlite_only(reason="the same action over a shorter file runs on both")


def given(project, kind: str) -> int:
    return ContactSupply.objects.filter(contact__project=project, kind=kind).aggregate(n=Sum("n"))["n"] or 0


def test_log_is_brought_in_to_the_unit(world, bring) -> None:
    batch = bring("outreach_log.csv")
    contacts = Contact.objects.of(world.project)
    assert contacts.exclude(person=None).count() == 262
    assert contacts.unnamed().aggregate(n=Sum("n_people"))["n"] == 197
    assert [given(world.project, code) for code in ("condoms", "needles_out", "needles_in")] == [
        3098,
        1840,
        695,
    ]
    assert Session.objects.of(world.project).values("planned_on").distinct().count() == 45
    assert (batch.state, batch.n_contacts, batch.n_refused) == ("brought", 343, 0)
    assert batch.content is None


@LONG
def test_export_is_brought_in_to_the_unit(world, bring) -> None:
    bring("crm_export.xlsx")
    contacts = Contact.objects.of(world.project)
    assert (Person.objects.in_project(world.project).count(), contacts.count()) == (120, 1473)
    assert contacts.aggregate(n=Sum("minutes"))["n"] == 54185


def test_register_is_brought_in_to_the_unit(world, bring) -> None:
    bring("dropin_register.xlsx")
    contacts = Contact.objects.of(world.project)
    assert contacts.count() == 304
    assert contacts.values("person").distinct().count() == 41
    assert set(contacts.values_list("kind", flat=True)) == {"drop_in"}


@LONG
def test_the_same_file_twice_adds_nothing(world, bring) -> None:
    bring("outreach_log.csv")
    before = (Contact.objects.count(), Person.objects.count(), Session.objects.count())
    again = bring("outreach_log.csv")
    assert (Contact.objects.count(), Person.objects.count(), Session.objects.count()) == before
    assert (again.n_contacts, again.n_people, again.n_sessions, again.n_known) == (0, 0, 0, 343)


@LONG
def test_a_longer_version_adds_only_its_new_rows(world, bring) -> None:
    raw = (FOLDER / "outreach_log.csv").read_bytes()
    bring("log.csv", raw)
    longer = bring("log.csv", raw + b"3/7/2024,Van,AB,Mary,Station,7,,,,,,\r\n")
    assert (longer.n_contacts, longer.n_sessions, longer.n_people) == (1, 1, 0)


def test_taken_back_leaves_nothing_and_can_be_brought_again(world, by, bring) -> None:
    batch = bring("outreach_log.csv")
    batch = undoing.undo_import(project=world.project, by=by, at=NOW, batch=batch)
    assert (batch.state, batch.n_kept) == ("back", 0)
    assert not Contact.objects.exists()
    assert not Person.objects.exists()
    assert not Session.objects.exists()
    assert bring("outreach_log.csv").n_contacts == 343


@LONG
@pytest.mark.slow
def test_an_export_taken_back_leaves_nobody_with_a_number(world, by, bring) -> None:
    batch = bring("crm_export.xlsx")
    batch = undoing.undo_import(project=world.project, by=by, at=NOW, batch=batch)
    assert batch.n_kept == 0
    assert not Person.objects.exists()


def test_progress_is_kept_between_steps(world, by) -> None:
    content = (FOLDER / "outreach_log.csv").read_bytes()
    batch, _ = actions.start_import(project=world.project, by=by, at=NOW, name="log.csv", content=content)
    batch = actions.continue_import(project=world.project, by=by, at=NOW, batch=batch)
    assert (batch.state, batch.n_done) == ("coming", 200)
    batch = actions.continue_import(project=world.project, by=by, at=NOW, batch=batch)
    batch = actions.continue_import(project=world.project, by=by, at=NOW, batch=batch)
    assert (batch.state, batch.n_done, batch.n_entries) == ("brought", 419, 419)


def test_batches_belong_to_their_project(world, bring) -> None:
    batch = bring("dropin_register.xlsx")
    assert not ImportBatch.objects.of(world.other.project).exists()
    assert ImportBatch.objects.of(world.project).get() == batch


def test_register_brought_again_with_another_choice_removes_nothing_until_it_is_taken_back(world, by) -> None:
    content = as_csv([["Name", "2/1/2024", "9/1/2024"], ["Mo", "x", "n"], ["Jo", "0", "x"]])
    who = {"project": world.project, "by": by, "at": NOW}

    def brought(absence_words: str) -> tuple[ImportBatch, int]:
        batch, reading = actions.start_import(
            **who, name="register.csv", content=content, absence_words=absence_words
        )
        batch = actions.run_import(**who, batch=batch, reading=reading, told=lambda *_: None)
        return batch, Contact.objects.of(world.project).count()

    assert brought("absent")[1] == 2
    present, n = brought("present")
    assert (n, present.n_contacts, present.n_known) == (4, 2, 2)
    absent, n = brought("absent")
    assert (n, absent.n_contacts, absent.n_known) == (4, 0, 2)
    undoing.undo_import(**who, batch=present)
    assert brought("absent")[1] == 2
