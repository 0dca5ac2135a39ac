"""`yarrow read-feeds`: fetch the directories that others publish. Run it weekly."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yarrow.agencies import actions, hsds
from yarrow.agencies.actions.feeds import READER
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.fetching import Reader
from yarrow.agencies.models import Feed, FeedRun
from yarrow.agencies.queries import feeds_to_read
from yarrow.methods.refusals import Refusal
from yarrow.staff.queries import project_of_code
from yarrow.vault import fence
from yarrow.vault.actors import Actor


class Command(BaseCommand):
    help = (
        "Fetch the directories of agencies that others publish (Open Referral UK) and take what is new in them. "
        "Run it weekly; it holds no key and touches nothing that workers wrote down."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, which, and what to believe."""
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument("--feed", default="", metavar="NAME", help="only this one")
        parser.add_argument("--file", default="", metavar="FILE", help="a file of it in place of its address")
        parser.add_argument(
            "--believe-gone", action="store_true", help="also when more than half of its services are missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line of JSON for each feed. Status 1 when one could not be read; the others are read all the same."""
        project = project_of_code(options["project"])
        if project is None:
            raise CommandError(f"There is no project with the code {options['project']!r} here.")
        fence.enter(project.id)
        feeds = feeds_to_read(project, options["feed"])
        if not feeds or (options["file"] and len(feeds) != 1):
            raise CommandError("There is no such feed here. Say --feed NAME as its page has it.")
        runs = [self._read(feed, options) for feed in feeds]
        for run in runs:
            self.stdout.write(json.dumps(_told(run), ensure_ascii=False))
        failed = [run for run in runs if run.failed]
        if failed:
            raise CommandError(f"{len(failed)} of {len(runs)} could not be read whole.", returncode=1)

    def _read(self, feed: Feed, options: dict[str, Any]) -> FeedRun:
        act: dict[str, Any] = {"project": feed.project, "by": Actor.system(READER), "feed": feed}
        try:
            if options["file"]:
                document = hsds.document_of(_content(options["file"]))
                rows, is_whole = hsds.services_in(document), not hsds.has_more(document)
            else:
                fetched = Reader().fetch(feed.address)
                rows, is_whole = fetched.rows, fetched.is_whole
            believes = options["believe_gone"]
            return actions.take_services(
                rows=rows, is_whole=is_whole, believes_gone=believes, at=timezone.now(), **act
            )
        except FeedFailed as failed:
            return actions.note_failure(code=failed.code, at=timezone.now(), **act)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} can't be read: {error.strerror}.") from None


def _told(run: FeedRun) -> dict[str, Any]:
    names = ("n_read", "n_new", "n_changed", "n_unchanged", "n_not_taken", "n_gone", "is_whole", "failed")
    refused = [(row.number, row.source_id, row.reason) for row in run.not_taken.all()]
    return {"feed": run.feed.name, **{name: getattr(run, name) for name in names}, "not_taken": refused}
