"""How long things are kept: each model names one of these rules, and start-up fails if it names none.

A rule with `after` has a clock, and a hand that carries it out (`vault.clock`). The others are carried out by the
act itself at the moment it happens, or have no act yet: nothing here ends a whole project or removes an account.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rule:
    """One retention rule in words. `after`: how long after the event its clock strikes; None when it has no clock.

    deletes   whether whole rows go, so that a model need only name the moment of its event (`Privacy.event`)
    """

    event: str
    period: str
    what_happens: str
    after: timedelta | None = None
    deletes: bool = False


AT_ONCE = timedelta(0)
RULES = {
    "with_subject": Rule(
        "the subject is erased",
        "at once",
        "sealed fields become unreadable, plain ones are reduced to counts",
    ),
    "last_contact": Rule(
        "the person was met for the last time",
        "the years that the project says, or until they ask",
        "erased: reduced to counts",
        AT_ONCE,
    ),
    "contact": Rule(
        "the person is erased; of people who are not known, and of a session: they were met",
        "at once; of people who are not known, and of a session: the years that the project says",
        "what was written goes; the contact stays as a count, the session as its plan",
        AT_ONCE,
    ),
    "project_life": Rule("the project ends", "at once", "deleted with the project"),
    "trail": Rule(
        "the row is written", "2 years", "pruned behind a signed checkpoint", timedelta(days=2 * 365)
    ),
    "session_end": Rule("the session ends", "at once", "deleted", AT_ONCE, deletes=True),
    "until_opened": Rule(
        "the entry is settled", "at once", "the envelope is emptied; the receipt stays", AT_ONCE
    ),
    "invitation": Rule("the link runs out", "30 days", "deleted", timedelta(days=30), deletes=True),
    "parting": Rule(
        "a recipient was told that somebody was erased",
        "90 days",
        "deleted",
        timedelta(days=90),
        deletes=True,
    ),
    "report": Rule("an incident was reported", "7 years", "deleted", timedelta(days=7 * 365), deletes=True),
    "member": Rule(
        "a member of alerts was put out; whoever leaves by themselves goes at once",
        "1 year",
        "erased: their keys and their rows",
        timedelta(days=365),
    ),
    "released": Rule(
        "an identifier was accepted for checks twelve months ago, or its reporter took it back",
        "at once, by the next day",
        "deleted; no check finds it from that moment",
        AT_ONCE,
    ),
    "alert": Rule(
        "an alert was published, or its draft begun",
        "it ends by itself after twelve months; the rows two years later, those of a draft after ninety days",
        "it reaches nobody any more; then erased: its keys and its rows",
        AT_ONCE,
    ),
    "survey_receipt": Rule(
        "the sheet came in", "2 days", "deleted; the sheet itself names no receipt", AT_ONCE, deletes=True
    ),
    "device": Rule("the device is revoked", "90 days", "deleted", timedelta(days=90), deletes=True),
    "import": Rule(
        "the file is looked at, and nobody brings it in",
        "30 days",
        "dropped: its bytes go; the numbers of what came in stay",
        timedelta(days=30),
    ),
    "proposal": Rule(
        "the figures are proposed, and nobody publishes them",
        "90 days",
        "dropped; what was published stays in the ledger",
        timedelta(days=90),
    ),
    "message": Rule(
        "the message's time is over",
        "the envelope at once, the row after 30 days",
        "deleted: whoever had it sent has noted what became of it",
        AT_ONCE,
    ),
    "job": Rule("the job is done", "30 days", "deleted as the next day is planned"),
    "installation": Rule("the account is removed", "at once", "deleted"),
}


def period(rule: str) -> timedelta:
    """How long after its event a rule's clock strikes; nothing for one without a clock."""
    return RULES[rule].after or AT_ONCE
