"""Feeds are added and changed, and what they have is taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yarrow.agencies import rules, taking
from yarrow.agencies.errors import CannotBe
from yarrow.agencies.models import Feed, FeedRun
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# Who reads feeds by their address: a command of the server, which holds no key.
READER = "agencies.read_feeds"


@transaction.atomic
def add_feed(
    *, project: Project, by: Actor, at: datetime, name: str, address: str = "", licence: str = ""
) -> Feed:
    """A directory that somebody else publishes. Without an address, its files are brought by hand."""
    rules.check_may_keep(by, project)
    said = {"name": rules.named(name), "address": rules.feed_address(address), "licence": licence.strip()}
    if Feed.objects.filter(project=project, name=said["name"]).exists():
        raise CannotBe(_("There is a feed of this name already."), field="name")
    try:
        with transaction.atomic():
            feed = Feed.objects.create(project=project, added_by=by.id, added_at=at, **said)
    except IntegrityError:
        raise CannotBe(_("There is a feed of this name already."), field="name") from None
    trail.note(project.id, by=by, act="agencies.add_feed", at=at, subject=feed.id)
    return feed


@transaction.atomic
def change_feed(
    *, project: Project, by: Actor, at: datetime, feed: Feed, address: str, licence: str, is_ended: bool
) -> Feed:
    """Another address or licence, or read no more. What came from it stays, with its age."""
    rules.check_may_keep(by, project)
    rules.check_here(project, feed)
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    row.address, row.licence, row.is_ended = rules.feed_address(address), licence.strip(), is_ended
    row.save(update_fields=["address", "licence", "is_ended"])
    trail.note(project.id, by=by, act="agencies.change_feed", at=at, subject=row.id)
    return row


@transaction.atomic
def take_services(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    feed: Feed,
    rows: Sequence[Any],
    is_whole: bool = True,
    believes_gone: bool = False,
) -> FeedRun:
    """Take what a feed has, all of it or none. `rows`: as they were read.

    is_whole        everything the feed has is here: what is missing is gone
    believes_gone   even when that is more than half
    """
    _check_may_take(by, project)
    rules.check_here(project, feed)
    # One reading of a feed at a time.
    held = Feed.objects.select_for_update().get(pk=feed.pk)
    run = taking.take(held, rows, by=by, at=at, is_whole=is_whole, believes_gone=believes_gone)
    trail.note(project.id, by=by, act="agencies.take_services", at=at, subject=feed.id)
    return run


@transaction.atomic
def note_failure(*, project: Project, by: Actor, at: datetime, feed: Feed, code: str) -> FeedRun:
    """A feed could not be read: that is told beside the last good reading, which stands."""
    _check_may_take(by, project)
    rules.check_here(project, feed)
    rules.one_of("failures", "file", code)
    run = FeedRun.objects.create(
        project=project, feed=feed, read_by=by.id, read_at=at, failed=code, is_whole=False
    )
    trail.note(project.id, by=by, act="agencies.note_failure", at=at, subject=feed.id)
    return run


def _check_may_take(by: Actor, project: Project) -> None:
    if by.id != Actor.system(READER).id:
        rules.check_may_keep(by, project)
