"""Checks for tests: a project with reports whose reporters released what they named, and short words for the rest.

table.report(release="now", phones=["07700 900123"])     a report, as an adviser unsealed it
table.accept("07700 900123")                             every waiting line of that number, accepted
table.check("+44 7700 900123")                           the answer to a member of old
"""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from tests.rooms.alerts.members import NOW
from tests.worlds import World
from yarrow.alerts import accepting, actions, checking
from yarrow.alerts.checking import Asker
from yarrow.methods.incidents import spellings
from yarrow.safety import actions as safety
from yarrow.safety.told import Chosen, read

NUMBER, SPELLED = "07700 900123", "+447700900123"


class Table(SimpleNamespace):
    """A project's released identifiers."""

    world: World

    @property
    def project(self):
        return self.world.project

    def do(self, action, *, by="adviser", at=NOW, **said):
        return action(project=self.project, by=self.world.worker(by), at=at, **said)

    def report(
        self, *, release="now", level="warn", tell="here", phones=(NUMBER,), at=NOW, reporter=None, **said
    ):
        """One report of one offender; more of the description may be said."""
        kinds = said.pop("kinds", ["robbery"])
        sent = {
            "kinds": kinds,
            "day": said.pop("day", "2026-11"),
            "offenders": [{"phones": list(phones), **said}],
            "choice": {"level": level, "tell": tell, "release": release},
            "reporter": str(reporter.pk) if reporter else "",
        }
        told = read(sent, at.date())
        return self.do(safety.take_report, told=told, way="phone", received_at=at, at=at, entry_id=uuid4())

    def choose(self, report, *, level="warn", tell="here", release="now", at=NOW + timedelta(hours=1)):
        chosen = Chosen(level, tell, release)
        return self.do(safety.choose, report_id=report.pk, chosen=chosen, how="phone", at=at)

    def look(self, *, at=NOW, by="adviser"):
        return accepting.look(self.world.worker(by), self.project, at)

    def accept(self, text=NUMBER, *, says="what", at=NOW, by="adviser"):
        """Every line of this number, whether it waits or was accepted."""
        looked, wanted = self.look(at=at, by=by), set(spellings.readings(text).values())
        lines = [line for line in [*looked.waiting, *looked.accepted] if line.spelling in wanted]
        return [self.do(actions.accept_identifier, line=line, says=says, at=at, by=by) for line in lines]

    def known(self, **said):
        """A report, and its numbers accepted."""
        report = self.report(**said)
        for phone in said.get("phones", [NUMBER]):
            self.accept(phone, at=said.get("at", NOW))
        return report

    def asker(self, *, is_new=False, most=1000):
        return Asker(self.project, uuid4(), most, is_new)

    def check(self, text=NUMBER, *, at=NOW, asker=None):
        return checking.check(asker or self.asker(), text, at)
