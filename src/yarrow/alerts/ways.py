"""A way in which alerts reach a member: where it goes, what is said there, and at which hours."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.alerts.errors import CannotBe
from yarrow.methods.incidents import identifiers
from yarrow.safety.regions import ELSEWHERE
from yarrow.sending import rules

SMS, EMAIL, PUSH = CHANNELS = ("sms", "email", "push")
MOST = 5
LONGEST_ADDRESS, LONGEST_LINE = 254, 160
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
Hours = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """One way.

    channel   sms, email, push
    address   a number with its country (+447700900123), an address, or a browser's subscription as JSON
    line      what is sent, in the member's own words; "": the warning itself
    hours     whole local hours between which it may arrive; None: any
    """

    channel: str
    address: str = field(repr=False)
    line: str = field(default="", repr=False)
    hours: Hours | None = field(default=None, repr=False)

    @property
    def folded(self) -> str:
        """The address in one spelling: two ways with the same one reach the same phone or mailbox."""
        found = rules.subscription_of(self.address) if self.channel == PUSH else None
        # What nothing is left of by folding (+garden@post.example) is itself.
        return found[0] if found else identifiers.online(self.address) or self.address.casefold()

    def packed(self) -> dict[str, Any]:
        """As JSON, to be sealed."""
        hours = list(self.hours) if self.hours else None
        return {"channel": self.channel, "address": self.address, "line": self.line, "hours": hours}


def unpacked(said: Any) -> tuple[Way, ...]:
    """The ways that were sealed."""
    return tuple(
        Way(
            channel=each["channel"],
            address=each["address"],
            line=each["line"],
            hours=(each["hours"][0], each["hours"][1]) if each["hours"] else None,
        )
        for each in said or ()
    )


def packed(ways: Iterable[Way]) -> list[dict[str, Any]]:
    """What is sealed of them."""
    return [way.packed() for way in ways]


def phone_way(typed: str, line: str = "", hours: Hours | None = None, region: str = ELSEWHERE) -> Way:
    """A number as it was typed, in any spelling; `region`: where it is from without a country. Raises CannotBe."""
    address = identifiers.phone(visible(typed)[:LONGEST_ADDRESS], region)
    if not _PHONE.fullmatch(address):
        raise CannotBe(_("Write the whole number, as you would dial it."), field="phone")
    return _sendable(Way(SMS, address, checked_line(line, "phone_line"), hours), "phone")


def email_way(typed: str, line: str = "", hours: Hours | None = None) -> Way:
    """An e-mail address as it was typed. Raises CannotBe."""
    address = visible(typed)
    if len(address) > LONGEST_ADDRESS or not _EMAIL.fullmatch(address):
        raise CannotBe(_("Write an address like name@example.org"), field="email")
    return _sendable(Way(EMAIL, address, checked_line(line, "email_line"), hours), "email")


def push_way(typed: str, line: str = "", hours: Hours | None = None) -> Way:
    """A browser's subscription to notices, as the browser gave it. Raises CannotBe."""
    if rules.subscription_of(typed) is None:
        raise CannotBe(_("This browser's notices can't be reached."), field="push")
    told = json.loads(typed)
    keys = {name: told["keys"][name] for name in ("auth", "p256dh")}
    address = json.dumps({"endpoint": told["endpoint"], "keys": keys})
    return _sendable(Way(PUSH, address, checked_line(line, "push_line"), hours), "push")


def _sendable(way: Way, field: str) -> Way:
    """The way, if the sender takes its address and its line. Raises CannotBe."""
    if not rules.can_be_endpoint(way.channel, way.address):
        raise CannotBe(_("Nothing can be sent there. Look at it again."), field=field)
    # A line that is long for a subject has a word that says nothing over it (`board_words.subject`).
    subject = way.line[: rules.MOST_SUBJECT] if way.channel == EMAIL else ""
    if way.line and not rules.can_be_said(way.channel, way.line, subject):
        raise CannotBe(
            _("These words can't be sent. Write them with letters and ordinary signs."), field=f"{field}_line"
        )
    return way


def checked_line(typed: str, field: str) -> str:
    """Their own words, on one line. Raises CannotBe."""
    line = " ".join(visible(typed).split())
    if len(line) > LONGEST_LINE:
        raise CannotBe(
            _("Write at most %(n)d letters, so that it fits in one message.") % {"n": LONGEST_LINE},
            field=field,
        )
    return line
