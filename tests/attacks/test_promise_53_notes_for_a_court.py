"""A note for a court: everything in somebody's record is marked, and the note is read for the marks."""

import pytest
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import build
from yarrow.justice import actions, compliance, notes
from yarrow.justice.models import ComplianceNote, Order
from yarrow.methods.refusals import Refusal
from yarrow.methods.sharing import Ground
from yarrow.people.actions import give_consent, withdraw_consent
from yarrow.people.models import Consent
from yarrow.referrals import lists as referral_lists
from yarrow.sharing.models import Share

PROMISE = (
    "A compliance note tells a court what the order asks and no more: the order's own number, the days of its "
    "appointments and whether each was kept; why one was missed leaves only where the person agreed to exactly that, "
    "and nothing leaves without their consent or a gateway that two people stand for."
)
pytestmark = pytest.mark.sqlite_only(reason="what a note says does not depend on the database")


class Court:
    """A project in which every word of one person's record is marked but the number of their order."""

    def __init__(self, world):
        self.world, self.mark = world, marker("Record")
        self.ids = build(world, lambda name: f"{self.mark} {name}")
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        self.order = Order.objects.select_related("person__project").get(pk=self.ids["justice", "order_id"])
        self.note = ComplianceNote.objects.get(pk=self.ids["justice", "note_id"])
        # What they said about their papers, why they missed one, and the court's view of that are answers of lists.
        self.marks = [
            self.mark,
            referral_lists.label("stay", "not_sure"),
            "Not safe",
            "Acceptable",
            self.code,
        ]

    @property
    def code(self):
        return self.order.person.code

    def texts(self):
        """Everything that left with notes, the page of each, and the page on which one is looked at."""
        key = self.act["by"].key
        shares = [row.share for row in ComplianceNote.objects.filter(order=self.order)]
        left = [
            repr([one.sealed.open_unrecorded(path, key) for path in ("identity.said", "notes.told")])
            for one in shares
        ]
        return [each.encode() for each in left]

    def printed(self):
        """The note's page as it is printed: what stands outside blocks that paper leaves out."""
        client, url = self.world.client("coordinator"), self.world.project.url
        page = client.get(url("justice:print_note", self.order.person_id, self.note.pk)).content.decode()
        return page.split("<main", 1)[1].split("</main>")[0].partition("</div>")[2].encode()

    def hits(self, *parts):
        return scan_bytes(b"".join(parts), self.marks)

    def seen(self, with_reasons):
        page = notes.page_of(self.act["by"], self.order, self.act["at"], "")
        return next(one.seen for one in page.previews if one.with_reasons == with_reasons)

    def send(self, *, with_reasons=False):
        """Whether it left."""
        seen, before = self.seen(with_reasons), Share.objects.count()
        try:
            actions.send_note(order=self.order, seen=seen, with_reasons=with_reasons, **self.act)
        except Refusal:
            assert Share.objects.count() == before
            return False
        return True

    def said(self, change, **more):
        given = Consent.objects.filter(person=self.order.person, purpose="court").latest("n")
        told = {"purpose": "court", "recipient": given.recipient, "agency": given.agency, "how": "spoken"}
        change(person=self.order.person, **told, **more, **self.act)


@pytest.fixture
def court(world):
    return Court(world)


def test_note_says_the_number_the_days_and_whether_kept_and_no_more(court):
    parts = [*court.texts(), court.printed()]
    assert court.hits(*parts) == []
    for part in parts:
        assert b"ESO 12/26" in part and b"not kept" in part
    assert court.printed().count(b"20") >= 4


def test_note_leaves_with_reasons_only_as_agreed_and_not_at_all_once_taken_back(court):
    assert not court.send(with_reasons=True)
    court.said(give_consent, categories=["attendance", "reasons"])
    assert court.send(with_reasons=True)
    assert court.hits(*court.texts()) != []
    court.said(withdraw_consent)
    assert not court.send() and not court.send(with_reasons=True)


def test_note_twin_that_tells_why_is_caught(court, monkeypatch):
    whole = compliance.attendance
    monkeypatch.setattr(compliance, "attendance", lambda *said: f"{whole(*said)}\n{court.mark} why missed")
    assert court.send()
    assert court.hits(*court.texts()) != []


def test_note_twin_that_leaves_on_any_consent_is_caught(court, monkeypatch):
    given = Consent.objects.filter(person=court.order.person).first()
    monkeypatch.setattr("yarrow.sharing.rules._by_consent", lambda rows, asked: Ground(consents=(given.pk,)))
    court.said(withdraw_consent)
    assert court.send() and court.send(with_reasons=True)
    assert court.hits(*court.texts()) != []
