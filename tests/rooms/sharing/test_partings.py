"""Recipients hear that it has ended: at the link, or from a worker; of somebody erased, without who it was."""

from datetime import timedelta

import pytest

from tests.rooms.sharing.conftest import NOW, open_it, text
from yarrow.people.actions import erase_person
from yarrow.people.errors import NotHere
from yarrow.sharing import actions, partings
from yarrow.sharing.actions import recalls
from yarrow.sharing.errors import CannotBe, Ended, NoPackage
from yarrow.sharing.models import PackageLink, Parting, Recall, Share
from yarrow.vault import forgetting
from yarrow.vault.models import TrailRow


def erase(table, person, reason="asked"):
    table.do(erase_person, role="manager", person=person, reason=reason)


def test_recipient_who_opens_what_was_taken_back_is_told_and_it_is_written_down(table, make, kim, quay):
    made = make()
    table.take_back(kim, quay, after=1)
    assert Share.objects.to_recall().count() == 1
    with pytest.raises(NoPackage):
        open_it(made, code="x")
    assert not Recall.objects.exists(), "whoever has no code is told nothing"
    for _n in range(2):
        with pytest.raises(Ended):
            open_it(made)
    recall = Recall.objects.get()
    assert recall.how == recalls.SEEN and not Share.objects.to_recall().exists()
    assert TrailRow.objects.filter(act="sharing.show_ended", subject=kim.pk).count() == 2


def test_answering_and_taking_a_file_say_so_too_and_a_late_link_says_nothing(table, make, kim, quay):
    made, late = make(), make(days=1)
    table.take_back(kim, quay, after=1)
    sent = {"token": made.token, "code": made.code, "at": NOW + timedelta(minutes=2)}
    for act, said in (
        (actions.fetch_file, {}),
        (actions.answer_package, {"answer": "accepted", "reason": ""}),
    ):
        with pytest.raises(Ended):
            act(**sent, **said)
    with pytest.raises(NoPackage):
        open_it(late, after=60 * 25)


def test_consent_that_only_ran_out_is_no_taking_back(table, kim, quay):
    table.agree(kim, quay, expires_on=NOW.date())
    told = {"purpose": "health", "facts": [actions.Fact("called", "Kim")], "days": 7, "openings": 3}
    made = table.do(actions.make_package, person=kim, agency=quay, **told)
    with pytest.raises(NoPackage):
        open_it(made, after=60 * 24 * 2)


def test_no_worker_says_that_they_saw_it(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    table.take_back(kim, quay, after=2)
    with pytest.raises(CannotBe):
        table.do(actions.note_recall, share=share, how=recalls.SEEN)


def test_erasing_leaves_whom_to_tell_and_not_about_whom(table, make, kim, quay):
    made = make()
    table.share(kim, quay, after=1)
    table.share(kim, quay, after=2)
    ids = {str(kim.pk), str(made.package.pk), *map(str, Share.objects.values_list("pk", flat=True))}
    erase(table, kim)
    rows = list(Parting.objects.order_by("how"))
    assert [(row.how, row.agency, row.shared_on) for row in rows] == [
        ("package", quay, NOW.date()),
        ("spoken", quay, NOW.date()),
    ]
    kept = str(list(Parting.objects.values())) + str(list(PackageLink.objects.values()))
    assert not any(one in kept for one in ids) and kim.code not in kept


def test_link_of_somebody_erased_says_that_it_has_ended_to_whom_it_was_for(table, make, kim):
    made, tried = make(), make()
    erase(table, kim)
    with pytest.raises(NoPackage):
        open_it(made, code="x")
    assert Parting.objects.filter(told_at=None).count() == 1
    with pytest.raises(Ended):
        open_it(made)
    assert not Parting.objects.filter(told_at=None).exists(), "they were told"
    for _n in range(5):
        with pytest.raises(NoPackage):
            open_it(tried, code="x")
    with pytest.raises(NoPackage):
        open_it(tried)
    with pytest.raises(NoPackage):
        open_it(made, after=60 * 24 * 8)


def test_whom_was_told_already_and_what_the_clock_ends_is_not_listed(table, make, kim, quay):
    made = make()
    table.take_back(kim, quay, after=1)
    with pytest.raises(Ended):
        open_it(made)
    partings.write_down(kim, "last_contact", NOW)
    assert not Parting.objects.exists()
    erase(table, kim)
    assert not Parting.objects.exists()
    partings.write_down(quay, "asked", NOW)


def test_erasing_without_the_list_is_caught(table, make, kim, monkeypatch):
    monkeypatch.setattr(forgetting, "_FIRST", [])
    made = make()
    erase(table, kim)
    assert not Parting.objects.exists()
    with pytest.raises(NoPackage):
        open_it(made)


def test_page_lists_them_until_one_press(table, client, url, make, kim, quay):
    make()
    erase(table, kim)
    page = text(client.get(url("list_due")))
    assert "somebody was erased" in page and quay.name in page and "Kim" not in page
    assert "thing waits in sharing" in text(client.get(table.project.url("desk:show_today")))
    row = Parting.objects.get()
    for _n in range(2):
        assert client.post(url("note_parting", row.pk)).status_code == 302
    assert "somebody was erased" not in text(client.get(url("list_due")))
    assert TrailRow.objects.filter(act="sharing.note_parting").count() == 1
    assert client.get(url("note_parting", row.pk)).status_code == 405


def test_another_projects_are_not_here(table, make, kim):
    make()
    erase(table, kim)
    row, other = Parting.objects.get(), table.world.other
    with other.inside(), pytest.raises(NotHere):
        actions.note_parting(parting=row, project=other.project, by=other.worker("manager"), at=NOW)
