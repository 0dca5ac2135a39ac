"""The directory of the town fits the lists; what the council publishes of it is read as it was meant."""

from collections import Counter
from datetime import date, datetime, time
from types import SimpleNamespace

from tests.rooms.agencies.conftest import TODAY, Desk
from tests.worlds import make_project
from yarrow.agencies import hsds, lists
from yarrow.agencies.hsds import ReadService
from yarrow.agencies.models import Agency, Fact, FeedRun, Service
from yarrow.demo import making_agencies
from yarrow.demo.making_agencies import SAID

SERVICES = [(told, said) for told in SAID["agencies"] for said in told["services"]]


def test_agencies_and_services_are_enough_to_look_through_and_fit_the_lists():
    assert len(SAID["agencies"]) >= 25 and len(SERVICES) >= 40
    kinds = Counter(told["kind"] for told in SAID["agencies"])
    assert set(kinds) <= lists.codes("kinds") and len(kinds) > 20
    for _told, said in SERVICES:
        assert said["needs"] and set(said["needs"]) <= lists.codes("needs")
        assert set(making_agencies._tags(said)) <= lists.codes("languages")
        assert set(said.get("facts", {})) <= lists.codes("facts")


def test_the_council_publishes_what_is_read_as_it_was_meant():
    built = SimpleNamespace(town=SimpleNamespace(today=TODAY))
    for told in SAID["agencies"]:
        rows = making_agencies.published(built, told)
        for said, read in zip(told["services"], hsds.read_services(rows, TODAY), strict=True):
            assert isinstance(read, ReadService) and read.assured_on and read.assured_on <= TODAY
            assert (read.name, read.languages) == (said["name"], sorted(making_agencies._tags(said)))
            assert read.phone == told["phone"]


def test_a_directory_is_made_through_actions(db):
    desk = Desk(world=make_project())
    project = desk.project
    crew = SimpleNamespace(project=project, actor=desk.world.worker)
    town = SimpleNamespace(from_on=date(2026, 1, 5), today=date(2026, 11, 2))
    built = SimpleNamespace(crew=crew, town=town, at=lambda day, hour: desk_time(project, day, hour))
    making_agencies.make_directory(built)
    assert Agency.objects.of(project).count() == len(SAID["agencies"])
    assert Service.objects.of(project).running().count() == len(SERVICES)
    wanted = {said["name"]: said["needs"] for _told, said in SERVICES}
    assert {row.name: row.needs for row in Service.objects.of(project)} == wanted
    secret = Agency.objects.filter(is_confidential=True)
    assert {one.name for one in secret} == {"Linden House", "Second Door"}
    assert all(one.public_address == "" and one.address for one in secret)
    assert Fact.objects.count() == sum(len(said.get("facts", {})) for _told, said in SERVICES)
    later, first = FeedRun.objects.all()
    assert (first.n_new, later.n_new, later.n_not_taken, later.n_gone) == (first.n_read, 0, 0, 0)


def desk_time(project, day, hour):
    return datetime.combine(day, time(hour), project.zone)
