"""Alerts for tests: a project with members, reports, an adviser who proposes and a co-ordinator who publishes.

ward.report(kinds=["robbery"], words="…")        a report that may warn others
ward.draft(report, …)                            an alert drawn from it, its text not proposed yet
ward.write(alert, "White van …", kept={})        the draft's words
ward.published("White van …")                    proposed by the adviser, published by the co-ordinator
ward.arm(alert)                                  everything that was planned, handed to the sender
"""

from datetime import timedelta
from uuid import uuid4

from tests.rooms.alerts.members import NOW, Club
from tests.rooms.safety.conftest import SAID
from yarrow.alerts import risks, sources
from yarrow.alerts.actions import arming, drafting, publishing
from yarrow.alerts.actions.holding import report_ids_of
from yarrow.alerts.models import Alert, AlertText, Delivery
from yarrow.safety import actions as safety
from yarrow.safety.told import Chosen, read
from yarrow.sending.models import Message
from yarrow.staff.actions import keys

WORDS = "White van. Asks for no condom, then takes the money back."
FIRST, SECOND = "adviser", "coordinator"


class Ward(Club):
    """A project whose reports may become alerts."""

    def start(self):
        """A second person who may read reports: the key to them is granted by name."""
        account = self.world.account(SECOND)
        keys.use_envelope(
            project=self.project,
            membership=account.place,
            words=self.world.words,
            by=account.actor(),
            at=NOW,
        )
        return self

    def report(self, *, at=NOW, entry_id=None, **said):
        told = read({**SAID, "setting": "", "zone": "", **said}, at.date())
        return self.do(
            safety.take_report,
            by=FIRST,
            told=told,
            way="phone",
            received_at=at,
            at=at,
            entry_id=entry_id or uuid4(),
        )

    def choose(self, report, level, at=NOW + timedelta(minutes=1)):
        chosen = Chosen(level=level)
        return self.do(safety.choose, by=FIRST, report_id=report.pk, chosen=chosen, how="worker", at=at)

    def draft(self, *reports, by=FIRST, at=NOW, languages=("en-gb",), entry_id=None):
        ids = [row.pk for row in reports or [self.report()]]
        told = {"report_ids": ids, "languages": languages, "entry_id": entry_id or uuid4()}
        return self.do(drafting.draft_alert, by=by, at=at, **told)

    def text(self, alert):
        return AlertText.objects.select_related("alert__project", "project").filter(alert=alert).latest("n")

    def write(self, alert, words=WORDS, *, kept=None, zones=(), settings=(), by=FIRST, at=NOW, version=None):
        text = self.text(alert)
        said = dict.fromkeys(text.languages, words) if isinstance(words, str) else words
        told = {"words": said, "kept": kept or {}, "zones": zones, "settings": settings}
        return self.do(
            drafting.change_draft, by=by, at=at, text=text, version=version or text.version, **told
        )

    def propose(self, alert, *, by=FIRST, at=NOW):
        text = self.text(alert)
        return self.do(drafting.propose, by=by, at=at, text=text, version=text.version)

    def publish(self, alert, *, by=SECOND, at=NOW, version=None):
        text = self.text(alert)
        return self.do(publishing.publish, by=by, at=at, text=text, version=version or text.version)

    def kept(self, alert, by=FIRST):
        """A reason for everything that is risky and can be kept."""
        looked = self.looked(alert, by=by)
        return {risk.key: "Everybody knows that" for risk in looked.risks if not risk.finding.is_hard}

    def looked(self, alert, by=FIRST):
        text = self.text(alert)
        reports = sources.warnable(self.project, report_ids_of(text.alert))
        return risks.look(self.world.worker(by), text, reports, NOW, "alerts.test")

    def ready(self, words=WORDS, *reports, **said):
        """Written, its risks answered, proposed."""
        alert = self.draft(*reports, languages=said.pop("languages", ("en-gb",)))
        self.write(alert, words, **said)
        self.write(alert, words, kept=self.kept(alert), **said)
        self.propose(alert)
        return alert

    def published(self, words=WORDS, *reports, at=NOW, **said):
        alert = self.ready(words, *reports, **said)
        self.publish(alert, at=at)
        return Alert.objects.get(pk=alert.pk)

    def corrected(self, alert, words, at=NOW):
        """A second text of a published alert, published by the co-ordinator."""
        self.do(publishing_words, by=FIRST, at=at, alert=alert, words=words)
        self.write(alert, words, kept=self.kept(alert), at=at)
        self.propose(alert, at=at)
        return self.publish(alert, at=at)

    def arm(self, alert, *, by=SECOND, at=NOW):
        while self.do(arming.arm_next, by=by, at=at, text=self.text(alert)):
            pass

    def sent(self, alert=None):
        """{member: states} of what was planned for the alert's latest text."""
        rows = Delivery.objects.filter(text=self.text(alert))
        return {row.member_id: row.state for row in rows}

    def leave(self):
        """The sender has sent everything that is armed."""
        return Message.objects.filter(state="armed").update(state="sent", envelope=b"", ended_at=NOW)


def publishing_words(*, alert, words, project, by, at):
    said = {"en-gb": words} if isinstance(words, str) else words
    return drafting.begin_correction(alert=alert, words=said, project=project, by=by, at=at)
