"""What residents and police say is sealed and joined to nobody: every text that is typed is looked for everywhere else.

The attacker is whoever gets hold of the records, of a file with figures, of a list on a screen or of the trail.
"""

import pytest
from django.db import connection
from django.utils import timezone

from tests.attacks.neighbouring import neighboured
from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import addresses
from yarrow.community import models, showing
from yarrow.community.models import Complaint
from yarrow.people.models import Person
from yarrow.vault import sealing
from yarrow.vault.fields import Sealed
from yarrow.vault.privacy import our_models
from yarrow.vault.sealing_model import SealedFields

PROMISE = (
    "What residents and police say, where it was, how to answer them and who leads is sealed and joined to nobody: no "
    "complaint, breach or training can name a person of the project, no list, figure or line of the trail has a word "
    "of it, and only its own page opens it, to holders of the key and on the trail."
)
# Pages that open what is sealed, each its own.
OWN = {
    "community:show_complaint",
    "community:show_agreement",
    "community:change_agreement",
    "community:show_breach",
}


class Neighbours:
    """One of everything, every sealed text a marker of its own."""

    def __init__(self, world):
        self.world, self.said = world, {}
        act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.ids = neighboured(act, self.word)

    def word(self, name):
        return self.said.setdefault(f"{name} {len(self.said)}", marker())

    def pages(self, locked=False):
        """Every page of the room and Today → what it says."""
        client = self.world.client("coordinator", locked=locked)
        wanted = [
            each
            for each in addresses()
            if each.name.startswith("community:") or each.name == "desk:show_today"
        ]
        found = {each.name: client.get(each.of(self.world, self.ids)) for each in wanted}
        return {name: answer.content for name, answer in found.items() if answer.status_code == 200}

    def records(self):
        """Every row of the database, read past the application."""
        with connection.cursor() as cursor:
            found = {}
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = [
                    [bytes(one) if isinstance(one, memoryview) else one for one in row]
                    for row in cursor.fetchall()
                ]
                found[table] = repr(rows).encode()
        assert b"noise" in found["community_complaint"]
        return found

    def told(self, outputs):
        """Where one of the texts stands."""
        return {name for name, body in outputs.items() if scan_bytes(body, list(self.said.values()))}


def ways_to_people(listed):
    """Fields of these models that lead to a person, over however many links, other than by the project."""
    found = set()
    for model in listed:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is Person or "person" in field.name:
                found.add(f"{model.__name__}.{field.name}")
            elif target is not None and target._meta.app_label not in ("staff", "community"):
                found |= {f"{model.__name__}.{one}" for one in ways_to_people([target])}
    return found


@pytest.fixture
def neighbours(world):
    return Neighbours(world)


@pytest.mark.sqlite_only(reason="pages show what lies in the records, and those are read on both")
def test_lists_figures_and_today_do_not_tell(neighbours):
    pages = neighbours.pages()
    assert len(pages) > 20 and neighbours.told(pages) == OWN
    assert neighbours.told(neighbours.pages(locked=True)) == set()


def test_records_and_the_trail_do_not_tell(neighbours):
    neighbours.pages()
    assert len(neighbours.said) == 9 and neighbours.told(neighbours.records()) == set()


def test_each_own_page_stands_on_the_trail(neighbours):
    neighbours.pages()
    trail = neighbours.records()["vault_trailrow"]
    for act in (b"community.show_complaint", b"community.show_breach", b"community.show_agreement"):
        assert act in trail


def test_no_field_of_the_room_leads_to_a_person():
    listed = [model for model in our_models() if model._meta.app_label == "community"]
    assert len(listed) == len(models.__all__) and ways_to_people(listed) == set()


@pytest.mark.sqlite_only(reason="who may is decided by the rule of an address")
def test_roles_without_the_key_get_no_such_page(neighbours):
    for role in ("evaluator", "administrator"):
        client = neighbours.world.client(role, raise_request_exception=False)
        for each in addresses():
            if each.name in OWN:
                assert client.get(each.of(neighbours.world, neighbours.ids)).status_code == 403


def test_records_twin_without_sealing_is_caught(world, monkeypatch):
    def unsealed(fields, path, value, unlocked):
        setattr(fields._row, path.partition(".")[2], Sealed(sealing.pack(value)) if value else None)

    monkeypatch.setattr(SealedFields, "put", unsealed)
    told = Neighbours(world).told
    found = {f"community_{name}" for name in ("complaint", "complaintstep", "policingagreement", "breach")}
    assert told(Neighbours.records(told.__self__)) == found


@pytest.mark.sqlite_only(reason="pages show what lies in the records, and those are read on both")
def test_lists_twin_that_opens_words_is_caught(neighbours, monkeypatch):
    line = showing.complaint_line

    def opened(row, today):
        """As though a list were kind enough to say what was said."""
        full = Complaint.objects.get(pk=row.pk)
        words = full.sealed.open_unrecorded("identity.words", neighbours.world.worker("coordinator").unlocked)
        return showing.Line(**{**vars(line(row, today)), "what": words})

    monkeypatch.setattr(showing, "complaint_line", opened)
    assert neighbours.told(neighbours.pages()) - OWN == {"community:list_complaints"}


def test_fields_twin_that_leads_to_a_person_is_caught():
    listed = [model for model in our_models() if model._meta.app_label == "referrals"]
    assert "Referral.person" in ways_to_people(listed)
