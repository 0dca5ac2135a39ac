"""When a person's clock ends, and what the clock then does: once, without a key, and not to whoever was met again."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from yarrow.contacts import actions as contacts
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, clock
from yarrow.people.errors import NotForYou, NotYet
from yarrow.people.models import Keeping, KeptLonger, Person
from yarrow.vault import clock as retention
from yarrow.vault import keyring
from yarrow.vault.models import TrailRow

DAY = timedelta(days=1)
# Three years after 14 March 2026.
ENDS = date(2029, 3, 14)


def on(day):
    """An instant on that day."""
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


def meet(person, given, day, **said):
    return contacts.record_contact(
        **{**given, "at": on(day)}, entry_id=uuid4(), kind="phone", person=person, happened_on=day, **said
    )


def whose(found):
    return [(each.person.code, each.ends_on) for each in found]


def test_clock_counts_from_the_day_somebody_was_first_met(project, kim):
    assert whose(clock.endings(project, ENDS - DAY)) == []
    assert whose(clock.endings(project, ENDS)) == [(kim.code, ENDS)]
    assert clock.ending_of(kim) == clock.Ending(kim, date(2026, 3, 14), ENDS)


def test_clock_counts_from_the_last_contact_and_not_from_a_removed_one(project, kim, given):
    meet(kim, given, date(2026, 5, 1))
    void = meet(kim, given, date(2027, 5, 1))
    contacts.void_contact(contact=void, version=void.version, reason="mistake", **given)
    assert clock.ending_of(kim).ends_on == date(2029, 5, 1)
    assert whose(clock.endings(project, date(2029, 5, 1))) == [(kim.code, date(2029, 5, 1))]


def test_clock_counts_what_was_agreed_and_what_is_still_promised(kim, given):
    said = {"purpose": "health", "recipient": "gp", "categories": ["health"], "how": "spoken"}
    actions.give_consent(
        person=kim, said_on=date(2026, 6, 2), **{**given, "at": on(date(2026, 6, 2))}, **said
    )
    assert clock.ending_of(kim).last_on == date(2026, 6, 2)
    line = contacts.add_follow_up(due_on=date(2026, 9, 9), what="ring", person=kim, **given)
    assert clock.ending_of(kim).last_on == date(2026, 9, 9)
    contacts.complete_follow_up(follow_up=line, **given)
    assert clock.ending_of(kim).last_on == date(2026, 6, 2)


def test_clock_of_somebody_met_on_a_leap_day_ends_on_the_28th():
    assert clock.years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert clock.years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_clock_ends_for_nobody_before_a_month_of_notice(project, by, add, given):
    long_ago = add("Old", first_met_on=date(2015, 1, 1))
    assert clock.ending_of(long_ago).ends_on == given["at"].date() + clock.NOTICE
    assert clock.ending_of(long_ago).why == clock.NOTICED
    later = on(date(2026, 8, 1))
    actions.set_keeping(years=1, **{**given, "at": later})
    assert clock.ending_of(long_ago).ends_on == later.date() + clock.NOTICE


def test_project_keeps_people_until_they_ask(project, kim, given):
    actions.set_keeping(years=None, **given)
    assert clock.ending_of(kim) is None and clock.endings(project, date(2099, 1, 1)) == []
    assert TrailRow.objects.filter(act="people.set_keeping").get().reason == "until_asked"


@pytest.mark.parametrize("years", [0, 11])
def test_years_are_between_one_and_ten(given, years):
    with pytest.raises(Refusal, match="between 1 and 10"):
        actions.set_keeping(years=years, **given)
    assert not Keeping.objects.exists()


def test_years_are_set_by_who_keeps_the_lists(world, given):
    with pytest.raises(NotForYou):
        actions.set_keeping(years=2, **{**given, "by": world.worker("case_worker")})


def test_person_kept_longer_is_reduced_the_day_after(project, kim, given):
    actions.keep_longer(person=kim, until_on=date(2028, 1, 1), reason="she said so", **given)
    assert clock.ending_of(kim) == clock.Ending(kim, date(2026, 3, 14), ENDS)
    near = {**given, "at": on(ENDS - 9 * DAY)}
    actions.keep_longer(person=kim, until_on=date(2029, 12, 31), reason="she said so", **near)
    assert whose(clock.endings(project, date(2029, 12, 31))) == []
    assert whose(clock.endings(project, date(2030, 1, 1))) == [(kim.code, date(2030, 1, 1))]
    assert clock.ending_of(kim).why == clock.KEPT


@pytest.mark.parametrize("until_on", [date(2026, 3, 14), date(2020, 1, 1), date(2029, 4, 1)])
def test_person_is_kept_longer_until_a_day_to_come_within_three_years(kim, given, until_on):
    with pytest.raises(Refusal) as refused:
        actions.keep_longer(person=kim, until_on=until_on, reason="why", **given)
    assert refused.value.field == "until_on" and not KeptLonger.objects.exists()


def test_keeping_longer_needs_a_reason_a_role_and_happens_once(world, kim, given):
    until = {"person": kim, "until_on": date(2027, 1, 1)}
    with pytest.raises(Refusal, match="Write why"):
        actions.keep_longer(reason=" ", **until, **given)
    with pytest.raises(NotForYou):
        actions.keep_longer(reason="why", **until, **{**given, "by": world.worker("case_worker")})
    entry = uuid4()
    rows = {actions.keep_longer(reason="why", entry_id=entry, **until, **given).pk for _ in range(2)}
    assert rows == {entry}
    assert str(KeptLonger.objects.get().reason) == "[sealed]"


def test_clock_reduces_whose_day_has_come_once_and_needs_no_key(project, add, given):
    kim, ayo = add("Kim"), add("Ayo")
    meet(kim, given, date(2026, 5, 1), note="said a lot")
    meet(ayo, given, date(2026, 9, 1))
    ran = retention.run(on(date(2029, 5, 1)))
    assert [step.subject for step in ran.done if step.rule == "last_contact"] == [kim.pk] and ran.left == []
    gone = Person.objects.get(pk=kim.pk)
    assert gone.erased_at is not None and gone.called is None and gone.code != kim.code
    assert gone.contacts.get().note is None
    assert (project.id, kim.pk) in keyring.tombstones()
    row = TrailRow.objects.get(act="people.reduce_person")
    assert (row.subject, row.reason, row.role) == (kim.pk, "last_contact", "system")
    again = retention.run(on(date(2029, 5, 2)))
    assert [step for step in again.done if step.rule == "last_contact"] == []
    assert Person.objects.get(pk=ayo.pk).erased_at is None


def test_clock_reduces_a_merged_record_with_the_one_that_stands(project, add, given):
    kim, came = add("Kim"), add("Kimmy")
    actions.merge_people(into=kim, came=came, take=[], **given)
    retention.run(on(ENDS))
    assert Person.objects.filter(erased_at=None).count() == 0
    assert {kim.pk, came.pk} <= {subject for _project, subject in keyring.tombstones()}


def test_person_met_between_finding_and_reducing_stays(project, kim, given):
    [step] = [each for each in retention.due(on(ENDS)) if each.rule == "last_contact"]
    meet(kim, given, date(2026, 5, 1))
    with pytest.raises(NotYet):
        step.apply(on(ENDS))
    assert Person.objects.get(pk=kim.pk).erased_at is None
    assert not keyring.is_erased(project.id, kim.pk)


def test_run_that_dies_half_way_goes_on(project, add, monkeypatch):
    add("Kim"), add("Ayo"), add("Bea")
    first, whole = [], actions.erasing.forgetting.forget

    def dies(row, **kwargs):
        if first:
            raise KeyboardInterrupt
        first.append(row)
        whole(row, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(actions.erasing.forgetting, "forget", dies)
        with pytest.raises(KeyboardInterrupt):
            retention.run(on(ENDS))
    assert Person.objects.filter(erased_at=None).count() == 2
    retention.run(on(ENDS))
    assert Person.objects.filter(erased_at=None).count() == 0


def test_projects_with_people_get_their_notice_with_the_change(project, kim):
    """What the migration does for an installation that has people already."""
    change = import_module("yarrow.people.migrations.0009_keeping")
    change.begin(apps, None)
    kept = Keeping.objects.get()
    assert kept.project == project and kept.years == 3
    assert clock.ending_of(kim).ends_on >= kept.set_at.date() + clock.NOTICE
