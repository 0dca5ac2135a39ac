"""Whoever has everything that a server keeps asks of each survey sheet: whose is it, from where, when?"""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.attacks.scanner import marker
from tests.rooms.surveys import asking
from yarrow.pocket import middleware
from yarrow.pocket.answering import NOBODY
from yarrow.surveys import actions, links
from yarrow.surveys.models import Response, Spent
from yarrow.vault import blind, trail

PROMISE = (
    "Nobody can tell who answered a survey, from where or at what time: no address, browser, cookie or hour of an "
    "answer is kept, two sheets of one browser have nothing in common, and what was written is sealed."
)
CODES = ("1", "2")


@pytest.fixture
def survey(world):
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return asking.ask(about)


@pytest.fixture
def hour(monkeypatch):
    """Answers come in at an odd second, which nothing else does."""
    moment = (timezone.now() + timedelta(hours=3)).replace(minute=47, second=13, microsecond=987654)
    monkeypatch.setattr("yarrow.pocket.answering.timezone.now", lambda: moment)
    return moment


def phone():
    """A browser that says a lot about itself: each of these is looked for afterwards."""
    told = {name: marker(name[:3]) for name in ("agent", "from", "cookie", "address")}
    client = Client(
        HTTP_USER_AGENT=told["agent"],
        HTTP_REFERER=f"https://{told['from']}.example/",
        REMOTE_ADDR=told["address"],
    )
    client.cookies["__Host-desk"] = told["cookie"]
    return client, list(told.values())


def answered(survey, client, code, written):
    """One sheet, sent as a page of the survey sends it, after a look at the first page."""
    address = links.address(survey)
    client.get(address)
    sent = {
        "~in": "en",
        "~entry": str(uuid4()),
        "~go": "send",
        "~asked": ["where", "more"],
        "where": code,
        "more": written,
    }
    page = client.post(address, sent)
    assert "Your answers are in" in page.content.decode()
    return sent["~entry"]


def journey(survey):
    """Two phones, two sheets each; (markers, ids of the sheets of each phone)."""
    markers, sheets = [], []
    for _n in range(2):
        client, told = phone()
        before = set(Response.objects.values_list("pk", flat=True))
        written = [marker("Written") for _code in CODES]
        entries = [answered(survey, client, code, word) for code, word in zip(CODES, written, strict=True)]
        markers += [*told, *written, *entries, *(entry.replace("-", "") for entry in entries)]
        sheets.append(sorted(set(Response.objects.values_list("pk", flat=True)) - before))
    return markers, sheets


def rows_at(moment: datetime) -> list[str]:
    """Columns of any table that hold the minute in which answers came."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.get_internal_type() == "DateTimeField":
                near = {
                    f"{field.name}__range": (moment - timedelta(minutes=1), moment + timedelta(minutes=3))
                }
                found += [f"{model._meta.label}.{field.name}"] * model._base_manager.filter(**near).count()
    return found


def lines_of(survey, disk):
    """Lines of the log, which all have an instant, about pages of the door: of an answer, and of a link that is old."""
    requests = logging.getLogger("yarrow.requests")
    kept = requests.level
    requests.setLevel(logging.INFO)
    try:
        answered(survey, phone()[0], "1", "words")
        Client().get("/s/2222-2222-2222/")
    finally:
        requests.setLevel(kept)
    return [line for line in (disk.root / "yarrow.log").read_text().splitlines() if "pocket" in line]


def links_between(sheets):
    """Columns in which both sheets of a phone say the same, and the sheets of the two phones differ."""
    found = []
    for field in Response._meta.concrete_fields:
        said = [
            [repr(Response.objects.values_list(field.attname, flat=True).get(pk=pk)) for pk in ids]
            for ids in sheets
        ]
        if all(len(set(mine)) == 1 for mine in said) and set(said[0]) != set(said[1]):
            found.append(field.name)
    return found


def faults(survey, disk, moment):
    """Everything that the answers left behind and should not have."""
    markers, sheets = journey(survey)
    found = [f"{hit.place}: {hit.disguise}" for hit in disk.scan(markers)]
    return found + rows_at(moment) + links_between(sheets)


def test_sheets_tell_of_nobody(survey, disk, hour):
    assert faults(survey, disk, hour) == []


def test_log_has_no_hour_of_an_answer(survey, disk):
    assert lines_of(survey, disk) == []


def test_log_twin_that_writes_a_line_for_each_page_is_caught(survey, disk, monkeypatch):
    monkeypatch.setattr(middleware, "without_a_line", lambda request: None)
    assert any("POST pocket:answer" in line for line in lines_of(survey, disk))
    assert any("Not Found" in line for line in lines_of(survey, disk))


def test_receipts_point_to_no_sheet_and_go_when_the_survey_closes(survey, world, disk):
    journey(survey)
    said = {str(value) for row in Response.objects.values_list() for value in row}
    assert not said & {str(value) for row in Spent.objects.values_list("id", "digest") for value in row}
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    actions.close_survey(survey=survey, **about)
    assert not Spent.objects.filter(survey=survey).exists()


def test_sheets_twin_that_keeps_the_page_number_is_caught(survey, disk, hour, monkeypatch):
    """A receipt that is the page's own number leads from a phone's memory to the server."""
    monkeypatch.setattr(actions, "digest_of", lambda survey, entry_id: str(entry_id))
    assert any("dump" in one or "records" in one or "wal" in one for one in faults(survey, disk, hour))


def test_sheets_twin_that_does_not_seal_is_caught(survey, disk, hour, monkeypatch):
    plain = lambda project_id, name, row_id, value: (  # noqa: E731
        blind.Compartment.current(project_id, name),
        repr(value).encode(),
    )
    monkeypatch.setattr(blind, "seal", plain)
    assert faults(survey, disk, hour)


def test_sheets_twin_that_writes_to_the_trail_is_caught(survey, disk, hour, monkeypatch):
    keep = actions._keep

    def noting(row, *said):
        keep(row, *said)
        trail.note(row.project_id, by=NOBODY, act="surveys.take_answers", at=hour, subject=row.id)

    monkeypatch.setattr(actions, "_keep", noting)
    assert any("TrailRow.at" in one for one in faults(survey, disk, hour))


def test_sheets_twin_that_knows_the_browser_is_caught(survey, disk, hour, monkeypatch):
    """The door lets everything through, and a sheet keeps what it then could."""
    monkeypatch.setattr(middleware, "forget", lambda request: seen.append(request.META["HTTP_USER_AGENT"]))
    seen: list[str] = []
    keep = actions._keep

    def keeping(row, sheet, how, language, today):
        keep(row, sheet, how, seen[-1], today)

    monkeypatch.setattr(actions, "_keep", keeping)
    found = faults(survey, disk, hour)
    assert "language" in found and any("records" in one or "dump" in one or "wal" in one for one in found)
