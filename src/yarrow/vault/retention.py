"""How long things are kept: each model names one of these rules, and start-up fails if it names none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One retention rule in words; the clock that applies it reads the same table."""

    event: str
    period: str
    what_happens: str


RULES = {
    "with_subject": Rule(
        "the subject is erased",
        "at once",
        "sealed fields become unreadable, plain ones are reduced to counts",
    ),
    "project_life": Rule("the project ends", "at once", "deleted with the project"),
    "trail": Rule("the row is written", "2 years", "pruned behind a signed checkpoint"),
    "session_end": Rule("the session ends", "at once", "deleted"),
    "until_opened": Rule("the entry is settled", "at once", "the envelope is emptied; the receipt stays"),
    "installation": Rule("the account is removed", "at once", "deleted"),
}
