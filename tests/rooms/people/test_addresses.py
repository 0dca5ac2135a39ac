"""Every address of the room that names a record: one of another project, or of another person, is not there."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests import photos
from yarrow.people import actions
from yarrow.people.models import (
    Alias,
    Apart,
    Consent,
    Hold,
    KeyWorker,
    Merge,
    Paper,
    Person,
    PersonSetting,
    SettingKind,
    WayToReach,
)
from yarrow.people.urls import urlpatterns

NAMING = {
    pattern.name: tuple(pattern.pattern.converters) for pattern in urlpatterns if pattern.pattern.converters
}
MODELS = (
    Alias,
    Apart,
    Consent,
    Hold,
    KeyWorker,
    Merge,
    Paper,
    Person,
    PersonSetting,
    SettingKind,
    WayToReach,
)


def filled(world, at) -> SimpleNamespace:
    """A person with one row of each sort, and a setting of the project's own."""
    said = {"project": world.project, "by": world.worker("coordinator"), "at": at}
    person, other, came = (actions.add_person(**said, called=name) for name in ("Ruby", "Ruby B.", "Rube"))
    return SimpleNamespace(
        person_id=person.id,
        other_id=other.id,
        merge_id=actions.merge_people(**said, into=person, came=came, take=[]).id,
        purpose="contact",
        alias_id=actions.add_alias(**said, person=person, kind="nickname", name="Rube").id,
        setting_id=actions.add_setting(**said, person=person, code="street").id,
        way_id=actions.add_way_to_reach(**said, person=person, kind="phone", value="1").id,
        paper_id=actions.add_paper(**said, person=person, title="letter", content=photos.photo()).id,
        kind_id=actions.add_setting_kind(**said, label="Lorry park").pk,
        hold_id=_held(person, said).id,
        worker_id=world.account("coordinator").worker.pk,
    )


def _held(person, said) -> Hold:
    until = said["at"].date() + timedelta(days=90)
    return actions.propose_hold(**said, person=person, ground="court", reason="a letter", until_on=until)


def stand():
    return [list(model._default_manager.order_by("pk").values()) for model in MODELS]


@pytest.fixture
def theirs(world, at):
    with world.other.inside():
        return filled(world.other, at)


def test_each_address_names_records_that_are_tried_here(theirs):
    assert {kind for kinds in NAMING.values() for kind in kinds} == set(vars(theirs))


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_reaches_another_projects_record(world, project, theirs, method):
    client, before = world.client("manager"), stand()
    for name, kinds in NAMING.items():
        address = project.url(f"people:{name}", *(getattr(theirs, kind) for kind in kinds))
        answer = getattr(client, method)(address, {"reason": "cover", "version": "1"})
        is_read_alone = answer.status_code == 405
        assert answer.status_code == 404 or is_read_alone, name
    assert stand() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_reaches_a_row_through_another_person(world, project, at, add, method):
    ours, kim = filled(world, at), add("Kim")
    client, before = world.client("coordinator"), stand()
    owned = ("alias_id", "hold_id", "setting_id", "way_id", "paper_id")
    tried = [(name, kinds[1]) for name, kinds in NAMING.items() if kinds[1:] and kinds[1] in owned]
    assert len(tried) == 12
    for name, kind in tried:
        address = project.url(f"people:{name}", kim.id, getattr(ours, kind))
        answer = getattr(client, method)(address, {"version": "1"})
        # Some only take what is sent, some only show.
        assert answer.status_code in (404, 405), name
    assert stand() == before
