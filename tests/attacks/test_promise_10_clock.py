"""Nothing is kept past its clock: time jumps over every model, and what should have gone is looked for by hand."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from tests.attacks import messages, told
from tests.attacks.town import build
from yarrow.contacts import actions as contacts
from yarrow.contacts.models import Contact, FollowUp, ImportBatch
from yarrow.evaluation import actions as evaluation
from yarrow.evaluation.models import Release
from yarrow.evaluation.releasing import Wanted
from yarrow.methods.activity import Period
from yarrow.people.models import Consent, Hold, Keeping, KeptLonger, Person
from yarrow.sharing.models import Parting
from yarrow.staff.models import Invitation
from yarrow.surveys.models import Spent
from yarrow.vault import anchors, belonging, clock, devices, inbox, intake, privacy, retention, startup
from yarrow.vault.models import Device, InboxEntry, SealedSession, TrailRow

PROMISE = (
    "Nothing is kept past its clock: whatever day it is, no session, invitation, device, survey receipt, unfinished "
    "import, dropped proposal, trail row or person stands longer than its rule says."
)
DAY = timedelta(days=1)
JUMPS = (1, 31, 62, 91, 120, 365, 731, 3 * 365 + 40, 3 * 365 + 200, 3650)


def late(rows, field, at, days):
    return rows.filter(**{f"{field}__lte": at - days * DAY}).count()


def people_past(at):
    """People not met for three years, and not kept longer, who are here still: counted without the clock's help."""
    day = at.date() - 3 * 366 * DAY
    met = {*Contact.objects.filter(state="stands", happened_on__gt=day).values_list("person_id", flat=True)}
    met |= {*FollowUp.objects.filter(done_at=None, due_on__gt=day).values_list("person_id", flat=True)}
    met |= {*Consent.objects.filter(said_on__gt=day).values_list("person_id", flat=True)}
    met |= {*KeptLonger.objects.filter(until_on__gte=at.date()).values_list("person_id", flat=True)}
    met |= {*Hold.objects.exclude(agreed_at=None).values_list("person_id", flat=True)}
    noticed = Person.objects.filter(first_met_on__lte=day, created_at__lte=at - 31 * DAY)
    return noticed.present().once().exclude(pk__in=met - {None}).count()


def said_of_unknown(at):
    """Contacts with people who are not known that still say something, past the years."""
    day = at.date() - 3 * 366 * DAY
    rows = Contact.objects.filter(person=None, happened_on__lte=day)
    to_do = FollowUp.objects.filter(person=None, due_on__lte=day).exclude(what=None)
    return rows.exclude(note=None, met_at=None, language=None, text_digest=None).count() + to_do.count()


# Rule → how many rows stand past it, told without a word of the clock's own.
PAST = {
    "session_end": lambda at: late(SealedSession.objects.all(), "expires_at", at, 0),
    "invitation": lambda at: late(Invitation.objects.all(), "expires_at", at, 30),
    "device": lambda at: late(Device.objects.all(), "revoked_at", at, 90),
    "trail": lambda at: late(TrailRow.objects.all(), "at", at, 730),
    "until_opened": lambda at: InboxEntry.objects.filter(state="opened").exclude(envelope=b"").count(),
    "import": lambda at: late(ImportBatch.objects.exclude(content=None), "started_at", at, 30),
    "proposal": lambda at: late(Release.objects.filter(state="proposed"), "cut_at", at, 90),
    "parting": lambda at: late(Parting.objects.all(), "told_at", at, 90),
    "report": told.kept_too_long,
    "released": lambda at: late(apps.get_model("alerts.Released").objects.all(), "expires_at", at, 0),
    # Goes at the second midnight after the sheet came.
    "survey_receipt": lambda at: late(Spent.objects.all(), "goes_at", at, 0),
    "message": messages.kept_too_long,
    "member": lambda at: late(apps.get_model("alerts.Member").objects.all(), "left_on", at, 365),
    "alert": lambda at: (
        late(apps.get_model("alerts.Alert").objects.exclude(state="published"), "goes_on", at, 0)
        + late(apps.get_model("alerts.Alert").objects.filter(state="published"), "expires_on", at, 0)
    ),
    "last_contact": people_past,
    "contact": said_of_unknown,
}


def past(at):
    """Rule → rows kept past it."""
    found = {rule: count(at) for rule, count in PAST.items()}
    return {rule: n for rule, n in found.items() if n}


@pytest.fixture
def town(world, settings, tmp_path):
    """One of everything, and what each clock waits for: ended, revoked, proposed, half brought in."""
    now = timezone.now()
    act = {"project": world.project, "by": world.worker("coordinator"), "at": now}
    ids = build(world)
    world.client("manager")
    gone = devices.add_device(
        world.project.id, name="Old", public_key=intake.new_points().public, by=act["by"], at=now
    )
    devices.revoke_device(gone, by=act["by"], at=now)
    last = date(now.year, now.month, 1) - DAY
    evaluation.propose_release(wanted=Wanted(Period(last.replace(day=1), last), by=(), counts="met"), **act)
    entry = inbox.leave(
        world.project.id,
        "identity",
        kind="test.kind",
        payload={"text": "x"},
        entry_id=uuid4(),
        by=act["by"],
        at=now,
    )
    messages.waiting(settings, tmp_path, act)
    unknown = contacts.record_contact(entry_id=uuid4(), kind="phone", language="Romanian", note="wept", **act)
    contacts.add_follow_up(due_on=now.date(), what="bring a coat", contact=unknown, **act)
    Parting.objects.update(told_at=now)
    told.plant(world, now)
    # As an older copy of the records brings it back: settled, and its envelope full.
    InboxEntry.objects.filter(pk=entry.pk).update(state=InboxEntry.State.OPENED, settled_at=now)
    return ids


def jump(days, *, run=True):
    """What the clock did on that day, and what stands past its rule afterwards."""
    at = timezone.now() + days * DAY
    ran = clock.run(at) if run else clock.Ran([], [])
    return ran, past(at)


def test_no_rule_keeps_anything_past_its_clock_on_any_day(world, town):
    fired = set()
    for days in JUMPS:
        ran, left = jump(days)
        assert left == {}, f"after {days} days"
        assert ran.left == []
        fired |= {step.rule for step in ran.done}
        again = clock.run(timezone.now() + days * DAY).done
        assert [step for step in again if step.rule != "trail"] == [], f"twice on day {days}"
        assert anchors.verify(world.project.id) == []
    assert fired == set(clock.clocks()) == set(PAST)


def test_every_model_names_a_rule_and_each_rule_with_a_clock_is_looked_for():
    named = {
        privacy.declaration(model).retention for model in privacy.our_models() if privacy.declaration(model)
    }
    assert named == set(retention.RULES)
    assert set(clock.clocks()) == set(PAST)


def test_people_are_reduced_whole_and_the_figures_hold(world, town):
    n_people, n_contacts = Person.objects.once().count(), Contact.objects.count()
    jump(3 * 365 + 200)
    assert Person.objects.present().count() == 0
    assert (Person.objects.once().count(), Contact.objects.count()) == (n_people, n_contacts)
    assert not KeptLonger.objects.exists() and not Hold.objects.exists()


def test_held_person_outlasts_the_clock_until_the_day(world, town):
    person = Person.objects.get(pk=town[("people", "person_id")])
    until = (timezone.now() + 4 * 365 * DAY).date()
    Hold.objects.filter(person=person).update(
        agreed_by=world.worker("manager").id, agreed_at=timezone.now(), until_on=until
    )
    jump(3 * 365 + 200)
    assert list(Person.objects.present()) == [person]
    jump(4 * 365 + 2)
    assert not Person.objects.present().exists()


def test_until_asked_lets_people_stay_and_nothing_else(world, town):
    Keeping.objects.update_or_create(
        project=world.project, defaults={"years": None, "set_at": timezone.now()}
    )
    _ran, left = jump(3650)
    assert set(left) == {"last_contact", "contact"}


@pytest.fixture
def planted():
    """A model of this project's rooms that names no rule."""
    meta = type("Meta", (), {"app_label": "people"})
    said = type(
        "Privacy", (), {"plain": ("id",), "personal": (), "sealed": (), "retention": "", "subject": ""}
    )
    body = {"__module__": "yarrow.people.models", "Meta": meta, "Privacy": said}
    yield type("Unruled", (models.Model,), body)
    apps.all_models["people"].pop("unruled", None)
    apps.clear_cache()
    belonging.belongings.cache_clear()


def test_model_without_a_rule_fails_the_start(db, planted, settings):
    settings.SILENCED_SYSTEM_CHECKS = ["vault.E010"]
    with pytest.raises(startup.ImproperlyConfigured, match=r"people\.Unruled retention '' is no rule"):
        startup.prepare_to_serve()


def test_rule_without_a_hand_fails_the_start(db, monkeypatch, settings):
    settings.SILENCED_SYSTEM_CHECKS = ["vault.E010"]
    monkeypatch.delitem(clock._hands, "import")
    with pytest.raises(startup.ImproperlyConfigured, match="rule import has a clock and nothing"):
        startup.prepare_to_serve()


def test_clock_twin_that_is_switched_off_is_caught(world, town, monkeypatch):
    monkeypatch.setattr(clock, "due", lambda *_: iter(()))
    assert set(jump(3650)[1]) == set(PAST)


@pytest.mark.parametrize(
    ("model", "rule"),
    [
        (Invitation, "invitation"),
        (Device, "device"),
        (SealedSession, "session_end"),
        (Spent, "survey_receipt"),
    ],
)
def test_clock_twin_of_a_rule_that_skips_a_model_is_caught(world, town, monkeypatch, model, rule):
    """The control off: the walk over the declarations leaves one model out."""
    everyone = clock.declared()
    monkeypatch.setattr(clock, "declared", lambda: [each for each in everyone if each is not model])
    assert set(jump(365)[1]) == {rule}


def test_clock_twin_that_believes_any_day_a_contact_is_caught(world, town, monkeypatch):
    """The control off: the last contact of everybody is today, whenever today is."""
    real = clock._hands["last_contact"]
    monkeypatch.setitem(
        clock._hands, "last_contact", lambda project_id, at: real(project_id, at - 3650 * DAY)
    )
    assert set(jump(3650)[1]) == {"last_contact"}


def test_clock_twin_that_forgets_nobody_is_caught(world, town, monkeypatch):
    """The control off: the steps are found and counted as done, and nothing is erased."""
    monkeypatch.setattr(clock.forgetting, "forget", lambda *args, **kwargs: None)
    ran, left = jump(3650)
    forgets = {"last_contact", "member", "alert"}
    assert forgets <= {step.rule for step in ran.done} and set(left) == forgets
