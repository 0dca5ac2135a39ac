"""Other projects' ids, erased and merged people, forms sent twice: every act of the room, one table."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.rooms.referrals.conftest import NOW, TODAY, Table, days, fresh
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import erase_person, merge_people, part_people
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals import actions, choosing, extract, following, silent, walking
from yarrow.referrals.models import (
    Concern,
    ConcernStep,
    Journey,
    Move,
    Preparation,
    Referral,
    Signpost,
    StayStatus,
    StepTaken,
)
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Share
from yarrow.vault.models import TrailRow

CODE = "stable-then-trauma"
ROWS = (Referral, Move, Preparation, Signpost, Journey, StepTaken, Concern, ConcernStep, StayStatus, Share)
FACTS = [Fact("called", "Kim")]


class Whole:
    """A person with one of everything, in one project."""

    def __init__(self, table, called="Kim"):
        self.table, coordinator = table, table.world.worker("coordinator")
        self.person, self.clinic = table.person(called), table.agency()
        table.consent(self.person)
        self.pathway = table.do(actions.take_up_pathway, by=coordinator, code=CODE)
        table.do(actions.keep_stay_status, by=coordinator, is_kept=True)
        self.journey = table.do(actions.begin_journey, person=self.person, pathway=self.pathway)
        self.taken = self.journey.steps.get()
        self.agreed = table.offer(self.person, self.clinic)
        self.sent = table.move(table.send(table.offer(self.person, self.clinic)), "accept")
        self.concern = table.do(actions.raise_concern, person=self.person, wants="Sleep", signs=["debt"])
        table.do(actions.note_stay, person=self.person, status="asked", is_asked=True)

    def acts(self):
        """Name → (action, what it takes): each would be taken now."""
        where = {"person": self.person, "agency": self.clinic, "need": "money"}
        stay = {"person": self.person, "is_asked": True}
        return {
            "offer": (actions.offer, where),
            "signpost": (actions.signpost, where),
            "prepare": (actions.add_preparation, {"referral": self.sent, "kind": "travel", "pence": 1}),
            "move": (actions.move, {"referral": self.sent, "act": "attend"}),
            "ask": (actions.ask, {"referral": self.sent}),
            "put_back": (actions.put_back, {"referral": self.sent}),
            "hand_over": (actions.hand_over, {"referral": self.sent, "worker_id": self.table.by.id}),
            "send": (actions.send, {"referral": self.agreed, "facts": FACTS}),
            "end_step": (actions.end_step, {"taken": self.taken, "result": "done"}),
            "raise": (actions.raise_concern, {"person": self.person, "wants": "Rest", "signs": ["debt"]}),
            "concern_step": (actions.add_concern_step, {"concern": self.concern, "kind": "safety"}),
            "end_concern": (actions.end_concern, {"concern": self.concern}),
            "note_stay": (actions.note_stay, {**stay, "status": "none"}),
            "share_stay": (actions.share_stay, {**stay, "agency": self.clinic}),
            "forget_stay": (actions.forget_stay, {"person": self.person}),
        }


# Acts whose form carries an id of its own.
TWICE = ("offer", "signpost", "prepare", "raise", "concern_step", "note_stay", "share_stay")
ACTS = (
    *TWICE,
    *("move", "ask", "put_back", "hand_over", "send", "end_step", "end_concern", "forget_stay"),
)


@pytest.fixture
def whole(table):
    return Whole(table)


def counted():
    return {model.__name__: model.objects.count() for model in ROWS}


def stands():
    """Everything that an act of the room could change."""
    return {
        model: sorted(
            model.objects.values_list(
                "pk",
                *[n for n in ("state", "version", "result", "ended_on", "worker") if n in fields_of(model)],
            )
        )
        for model in ROWS
    }, TrailRow.objects.count()


def fields_of(model):
    return {field.name for field in model._meta.get_fields()}


def test_the_table_holds_every_act_on_a_person(whole):
    arranging = {"set_reminders", "take_up_pathway", "write_pathway", "keep_stay_status"}
    arranging |= {"purpose_for", "check_asked"}
    journeys = {"begin_journey", "take_step", "end_journey"}
    tried = {action.__name__ for action, _said in whole.acts().values()}
    assert tried | arranging | journeys == set(actions.__all__) and set(whole.acts()) == set(ACTS)


def test_each_is_taken_by_whoever_may_and_never_elsewhere(table, whole):
    """Not as something of another project, and by no role that keeps no referrals."""
    tried = [(table.by, table.world.other.project)]
    tried += [(table.world.worker(role), table.project) for role in ("outreach", "evaluator")]
    before = stands()
    for name, (action, said) in whole.acts().items():
        for by, project in tried:
            with pytest.raises(Refusal):
                action(project=project, by=by, at=NOW, **said)
            assert stands() == before, name
        with transaction.atomic():
            table.do(action, **said)
            assert stands() != before, name
            transaction.set_rollback(True)


def test_nothing_more_is_written_about_who_was_merged_away(table, whole):
    """A page that was open before still has the row as it was then."""
    other, acts = table.person("Kimberley"), whole.acts()
    coordinator = table.world.worker("coordinator")
    table.do(merge_people, by=coordinator, into=other, came=whole.person, take=[])
    before = stands()
    for name, (action, said) in acts.items():
        with pytest.raises(Refusal):
            table.do(action, **said)
        assert stands() == before, name


def test_what_came_with_a_merge_goes_on_and_goes_back_when_parted(table, whole):
    other, coordinator = table.person("Kimberley"), table.world.worker("coordinator")
    own = table.offer(other, whole.clinic)
    mine = {
        model: set(model.objects.filter(person=whole.person).values_list("pk", flat=True)) for model in ROWS
    }
    merge = table.do(merge_people, by=coordinator, into=other, came=whole.person, take=[])
    assert not any(model.objects.filter(person=whole.person).exists() for model in ROWS)
    row = fresh(whole.sent)
    assert following.referral_in(other, row.pk) == row
    with pytest.raises(NotHere):
        following.referral_in(whole.person, row.pk)
    found = following.whole(table.by, row, TODAY, "")
    assert [one.what for one in found.history][-1] == "Offered" and found.line.words == ""
    moved = table.do(actions.put_back, referral=table.do(actions.move, referral=row, act="attend"))
    assert moved.state == "accepted"
    assert {one.person_id for one in extract.referrals(table.project, TODAY, TODAY)} == {other.pk}
    table.do(part_people, by=coordinator, merge=merge)
    for model, ids in mine.items():
        theirs = set(model.objects.filter(person=whole.person).values_list("pk", flat=True))
        assert ids <= theirs | set(model.objects.filter(person=other).values_list("pk", flat=True)), model
    assert fresh(own).person == other and fresh(whole.sent).person == whole.person
    again = table.do(actions.move, referral=fresh(whole.sent), act="attend", words="As before")
    assert following.whole(table.by, again, TODAY, "").history[0].words == "As before"


def test_of_who_was_erased_nothing_is_left_and_nothing_can_be_added(table, whole):
    coordinator = table.world.worker("coordinator")
    acts = whole.acts()
    table.do(erase_person, by=coordinator, person=whole.person, reason="asked")
    assert {model.__name__ for model in ROWS if model.objects.exists()} <= {"Share"}
    assert list(extract.referrals(table.project, TODAY - days(99), TODAY)) == []
    assert list(extract.steps(table.project, CODE)) == [] and counted()["Move"] == 0
    late = silent.Silent(table.by, table.project, TODAY + days(900))
    assert (list(late.further()[0]), late.rows()) == ([], [])
    for name, (action, said) in acts.items():
        with pytest.raises(Refusal):
            table.do(action, **said)
        assert counted()["Move"] == 0, name


@pytest.mark.parametrize("name", TWICE)
def test_the_same_form_twice_is_one_row_and_of_nobody_else(table, whole, name):
    action, said = whole.acts()[name]
    entry_id = uuid4()
    first = table.do(action, **said, entry_id=entry_id)
    before = counted()
    # However late, and whatever it says the second time.
    again = table.do(action, at=NOW + days(2), **said, entry_id=entry_id)
    assert again.pk == first.pk == entry_id and counted() == before
    lu = Whole(table, "Lu")
    action, said = lu.acts()[name]
    before = counted()
    with pytest.raises(NotHere):
        table.do(action, **said, entry_id=entry_id)
    assert counted() == before


def test_the_same_id_in_two_projects_tells_neither_of_the_other(table, whole):
    entry_id = uuid4()
    table.offer(whole.person, whole.clinic, entry_id=entry_id)
    theirs = Table(world=table.world.other)
    with table.world.other.inside():
        lu, clinic = theirs.person("Lu"), theirs.agency("Theirs")
        with pytest.raises((Refusal, DatabaseError)) as refused:
            theirs.offer(lu, clinic, entry_id=entry_id)
        assert "Kim" not in str(refused.value)


def test_rows_of_another_project_are_nothing_here(table, whole):
    theirs = Table(world=table.world.other)
    with table.world.other.inside():
        other = Whole(theirs, "Lu")
        share = other.sent.share
    where = {"person": whole.person, "need": "money"}
    for action, said in (
        (actions.offer, {**where, "agency": other.clinic}),
        (actions.offer, {**where, "agency": whole.clinic, "taken": other.taken}),
        (actions.signpost, {**where, "agency": other.clinic}),
        (actions.begin_journey, {"person": table.person("Mo"), "pathway": other.pathway}),
        (actions.share_stay, {"person": whole.person, "agency": other.clinic, "is_asked": True}),
        (actions.hand_over, {"referral": whole.sent, "worker_id": theirs.by.id}),
        (actions.add_concern_step, {"concern": whole.concern, "kind": "report", "share": share}),
    ):
        with pytest.raises(NotHere):
            table.do(action, **said)
    for key in (f"a.{other.clinic.pk}", f"s.{other.clinic.pk}", "a.x", "", "."):
        with pytest.raises(NotHere):
            choosing.target_of(table.project, key)
    for find, row in (
        (following.referral_in, other.sent),
        (walking.journey_in, other.journey),
        (walking.taken_in, other.taken),
    ):
        with pytest.raises(NotHere):
            find(whole.person, row.pk)


def test_consent_taken_back_a_moment_ago_stops_what_the_page_still_offers(table, client, url):
    now = timezone.now()
    rosa, clinic = table.person("Rosa", at=now), table.agency()
    table.consent(rosa, at=now)
    row = table.offer(rosa, clinic, at=now, offered_on=timezone.localdate(now, table.project.zone))
    address = url("send_referral", rosa.id, row.pk)
    assert "Ask them first" not in client.get(address).content.decode()
    table.withdraw(rosa, at=now)
    answer = client.post(address, {"called": "Rosa", "support_words": "Somebody who listens"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "They took back" in page and "Somebody who listens" in page
    assert fresh(row).state == "agreed" and not Share.objects.exists()
    assert not Person.objects.get(pk=rosa.pk).erased_at
