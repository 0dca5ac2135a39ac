"""`yarrow read-feeds`: each feed of a project, by address or from a file; one that fails stops no other."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.rooms.agencies.directories import page, service
from yarrow.agencies import fetching
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.fetching import Fetched
from yarrow.agencies.management.commands import read_feeds
from yarrow.agencies.models import FeedRun, Service
from yarrow.vault import trail

ADDRESS = "https://council.example/api"


def run(capsys, *options):
    """What the command wrote, a line each, and the error it ended with."""
    try:
        call_command("read_feeds", "--project", "small", *options)
        error = ""
    except CommandError as refused:
        error = str(refused)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()], error


@pytest.fixture
def net(monkeypatch):
    """What each address answers: rows, or why it can't be read."""
    answers = {}

    class Reader:
        def fetch(self, address):
            said = answers[address]
            if isinstance(said, FeedFailed):
                raise said
            return Fetched(said)

    monkeypatch.setattr(read_feeds, "Reader", Reader)
    return answers


def test_every_feed_with_an_address_is_read(desk, net, capsys):
    feed = desk.feed(address=ADDRESS)
    desk.feed("By hand")
    desk.do(
        read_feeds.actions.change_feed,
        feed=desk.feed("Ended", address=ADDRESS),
        address=ADDRESS,
        licence="",
        is_ended=True,
    )
    net[ADDRESS] = [service("A"), "words"]
    told, error = run(capsys)
    assert (len(told), error, told[0]["feed"], told[0]["n_new"]) == (1, "", "Council", 1)
    assert told[0]["not_taken"] == [[2, "", "not_an_object"]]
    row = FeedRun.objects.get()
    assert (row.feed_id, row.n_read) == (feed.id, 2)
    acts = [(one.act, one.role) for one in trail.rows_about(desk.project.id, feed.id)]
    assert ("agencies.take_services", "system") in acts


def test_one_that_fails_is_told_and_stops_no_other(desk, net, capsys):
    desk.feed("A", address=ADDRESS)
    desk.feed("B", address=f"{ADDRESS}/b")
    net[ADDRESS], net[f"{ADDRESS}/b"] = FeedFailed("no_answer"), [service()]
    told, error = run(capsys)
    assert [(one["failed"], one["n_new"]) for one in told] == [("no_answer", 0), ("", 1)]
    assert "1 of 2" in error and Service.objects.count() == 1


def test_a_file_takes_the_place_of_an_address(desk, tmp_path, capsys):
    desk.feed("By hand")
    file = tmp_path / "services.json"
    file.write_text(json.dumps(page([service(f"S{n}") for n in range(12)])), encoding="utf-8")
    told, error = run(capsys, "--feed", "By hand", "--file", str(file))
    assert (error, told[0]["n_new"]) == ("", 12)
    file.write_text(json.dumps(page([service("S1")])), encoding="utf-8")
    told, error = run(capsys, "--feed", "By hand", "--file", str(file))
    assert told[0]["failed"] == "many_gone" and error
    told, error = run(capsys, "--feed", "By hand", "--file", str(file), "--believe-gone")
    assert (told[0]["n_gone"], error) == (11, "")


@pytest.mark.parametrize(
    "options", [["--feed", "Nobody's"], ["--file", "x.json"], ["--feed", "Council", "--file", "nowhere.json"]]
)
def test_what_is_not_there_is_said(desk, capsys, options):
    desk.feed(address=ADDRESS)
    desk.feed("Other", address=ADDRESS)
    told, error = run(capsys, *options)
    assert told == [] and error and not FeedRun.objects.exists()


def test_another_project_is_not_read(desk, capsys):
    with pytest.raises(CommandError, match="no project"):
        call_command("read_feeds", "--project", "nowhere")


def test_the_reader_of_the_command_is_the_one_with_limits():
    reader = fetching.Reader()
    assert reader.connect is fetching.Pinned and reader.resolve is fetching.resolved
    assert reader.limits.seconds < 3_600 and reader.limits.all < 1 << 28
