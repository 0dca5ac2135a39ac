"""Every page opens for somebody whom it is for, with one of everything on it, on PostgreSQL as on SQLite."""

import pytest

from tests.walks.visiting import NOT_OPENED, ROOMS, WHO
from yarrow.contacts import queries

pytestmark = pytest.mark.django_db


@pytest.mark.postgres_only(reason="on SQLite test_every_word opens the same pages")
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_page_opens_for_somebody(room, visits):
    opened = list(visits.of(room))
    assert len(opened) >= len(ROOMS[room]) // 3
    assert not {visit.name for visit in opened} & set(NOT_OPENED)
    # Who stands in a circumstance, and pages in another one, are asked for by `of` without being opened.
    for visit in opened:
        if (visit.name, visit.who) not in visits.seen:
            assert visits.client(visit.who).get(visit.address).status_code == 200, visit
    assert {visit.who for visit in opened if visit.name in WHO} <= set(WHO.values())


def test_every_page_that_a_database_refuses_is_named(visits, monkeypatch):
    def refused(*_args, **_kwargs):
        raise ValueError("the database has no such column")

    monkeypatch.setattr(queries, "session_or_404", refused)
    with pytest.raises(ValueError, match="no such column"):
        list(visits.of("contacts"))
