"""Members of alerts for tests: a live project and short words for what is done there.

club.vouch(name="Ana", phone="07700 900123")     a member and the code, by the outreach worker
club.enter(vouched)                              the member has taken a phrase and is here
"""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from tests.worlds import World
from yarrow.alerts import actions
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.ways import email_way, phone_way
from yarrow.contacts import actions as contacts
from yarrow.vault.opening import reading

NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
PHRASE = "quiet maple river under seven bridges"
# As cheap as libsodium lets it be: what it costs is a promise, and tried there.
CHEAP = {"alg": "argon2id13", "time": 1, "memory_kib": 8}


class Club(SimpleNamespace):
    """A project with members of alerts."""

    world: World

    @property
    def project(self):
        return self.world.project

    def do(self, action, *, by="outreach", at=NOW, **said):
        return action(project=self.project, by=self.world.worker(by), at=at, **said)

    def zone(self, label):
        return self.do(contacts.add_zone, by="coordinator", label=label)

    def vouch(self, *, name="Ana", phone="", email="", line="", by="outreach", at=NOW, **said):
        ways = [phone_way(phone, line)] if phone else []
        ways += [email_way(email, line)] if email else []
        told = {"zones": [], "settings": [], "language": "en-gb", "entry_id": uuid4(), "ways": ways, **said}
        return self.do(actions.vouch_for, by=by, at=at, name=name, **told)

    def enter(self, vouched, phrase=PHRASE, at=NOW):
        return actions.choose_phrase(code=vouched.code, phrase=phrase, project=self.project, by=MEMBER, at=at)

    def opened(self, row, path, by="outreach"):
        with reading(self.world.worker(by), self.project.id, act="alerts.show_member") as page:
            value = page.open(row, path)
        return value.value
