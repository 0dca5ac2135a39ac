"""A live project with forms in use: one of its own, and a measure in invented words."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest

from tests.rooms.measures.wording import chosen, worded
from tests.worlds import World, make_project
from yarrow.measures import actions, catalogue, importing, making
from yarrow.people.actions import add_person

NOW = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
# The one question of the PHQ-9 whose answer asks for a response.
DANGER = {9: 1}
LINES = "Did you eat today? [yes/no]\nHow was it? [good; all right; bad]\nWhat else?"


@pytest.fixture
def world(db) -> World:
    return make_project(at=datetime(2024, 1, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def at():
    return NOW


@pytest.fixture
def by(world):
    return world.worker("coordinator")


@pytest.fixture
def project(world):
    return world.project


@pytest.fixture
def given(project, by, at):
    """What every action takes."""
    return {"project": project, "by": by, "at": at}


@pytest.fixture
def kim(given):
    return add_person(called="Kim", **given)


@pytest.fixture
def keep(given):
    """keep(raw, "phq-9") -> the version in use."""

    def make(raw, pack_id="", *, in_use=True):
        pack = catalogue.packs()[pack_id] if pack_id else None
        if pack:
            actions.state_contexts(contexts=["service delivery"], **given)
        version = actions.keep_form(brought=importing.bring(json.dumps(raw), pack), **given)
        return actions.publish_version(version=version, **given) if in_use else version

    return make


@pytest.fixture
def own(keep):
    """A home-made form of three questions."""
    return keep(making.questionnaire_of("Tonight", LINES, "en"))


@pytest.fixture
def phq(keep):
    """The PHQ-9 in words of nobody's, its questions matched by their ids."""
    return keep(worded("phq-9"), "phq-9")


@pytest.fixture
def begin(given, kim):
    """begin(version) -> a draft for Kim."""

    def make(version, **said):
        told = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
        return actions.begin_filling(
            person=kim, version=version, entry_id=uuid4(), **{**told, **said}, **given
        )

    return make


@pytest.fixture
def answer(given):
    """answer(filling, {"q1": (value,)}) -> Saved, as one page of those questions."""

    def make(filling, answers, asked=None, seen=None):
        filling.refresh_from_db()
        return actions.save_answers(
            filling=filling,
            given=answers,
            asked=frozenset(asked or answers),
            seen=filling.version if seen is None else seen,
            **given,
        )

    return make


@pytest.fixture
def staffed(world, given):
    """The case worker is the lead, the manager the deputy."""
    lead, deputy = world.account("case_worker").worker, world.account("manager").worker
    return actions.name_responders(lead=lead, deputy=deputy, look_within=60, act_within=240, **given)


@pytest.fixture
def says_danger(begin, phq, answer):
    """says_danger("yes") -> a draft with one dangerous answer, agreed to being told or not."""

    def make(agreed, **said):
        filling = begin(phq, agreed=agreed, **said)
        saved = answer(filling, chosen(phq, DANGER))
        assert saved.is_dangerous
        return saved.filling

    return make


@pytest.fixture
def step(given, world):
    later = count(1)

    def act(signal, name, role="case_worker", **said):
        at = given["at"] + timedelta(minutes=next(later))
        told = {**given, "by": world.worker(role), "at": at}
        return actions.step_signal(signal=signal, act=name, **said, **told)

    return act


@pytest.fixture
def client(world):
    return world.client("case_worker")


@pytest.fixture
def open_page(client, project, kim):
    """open_page(filling, at="q2") -> the page."""

    def get(filling, **query):
        url = project.url("measures:fill", kim.id, filling.id)
        return client.get(url, {f"~{name}": value for name, value in query.items()})

    return get


@pytest.fixture
def send(client, project, kim):
    """send(filling, page, go="next", q1="yes") -> the answer to it."""

    def post(filling, page, go="next", **typed):
        url = project.url("measures:fill", kim.id, filling.id)
        said = {"~asked": [one.key for one in page.context["questions"]], "~go": go}
        said |= {"~at": page.context["at"], "~seen": page.context["filling"].version}
        said |= {"~more": list(page.context["more"])} | ({"~all": "1"} if page.context["is_all"] else {})
        return client.post(url, {**said, **typed})

    return post
