"""Facts behind a link: made once, opened few times by whoever has link and code, answered, ended, taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from nacl.exceptions import CryptoError

from tests.rooms.sharing.conftest import MINUTE, NOW, answer, open_it
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, links
from yarrow.sharing.actions import Fact, opening, packages
from yarrow.sharing.errors import CannotBe, Ended, NoPackage, NotAgreed, WrongCode, WrongStep
from yarrow.sharing.models import Answer, Package, PackageLink, Share
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered
from yarrow.vault.models import TrailRow

DAY = 24 * 60


def test_package_is_a_share_and_says_what_was_chosen(make, kim):
    made = make()
    share = Share.objects.get()
    assert (share.how, made.package.share) == ("package", share)
    found = open_it(made)
    assert found.said == {"called": "Kim", "health_words": "Needs an X-ray"}
    assert Package.objects.get().n_openings == 1
    row = TrailRow.objects.get(act="sharing.open_package")
    assert (row.subject, row.role, row.by_id) == (kim.pk, "system", opening.PARTNER.id)


def test_package_shows_nothing_of_itself(make):
    made = make()
    assert made.token not in repr(made) and made.code not in repr(made) and "Kim" not in repr(open_it(made))
    assert b"Needs an X-ray" not in bytes(made.package.content)


def test_package_is_for_another_row_no_package(make):
    first, second = make(), make()
    content = bytes(Package.objects.get(pk=first.package.pk).content)
    Package.objects.filter(pk=second.package.pk).update(content=content)
    with pytest.raises((Tampered, CryptoError)):
        open_it(second)
    with pytest.raises(Tampered):
        sealing.open_sealed(links.key_of(first.token), content, packages.place_of(second.package))


def test_package_opens_so_often_and_so_long(make):
    made = make(openings=2)
    open_it(made)
    open_it(made)
    with pytest.raises(NoPackage):
        open_it(made)
    late = make(days=1)
    open_it(late, after=DAY - 1)
    with pytest.raises(NoPackage):
        open_it(late, after=DAY)


@pytest.mark.parametrize("said", [{"days": 0}, {"days": 31}, {"openings": 0}, {"openings": 21}])
def test_package_has_limits(make, said):
    with pytest.raises(CannotBe):
        make(**said)
    assert not Package.objects.exists() and not Share.objects.exists()


def test_package_without_a_consent_leaves_neither_share_nor_link(table, kim, quay):
    facts = [Fact("called", "Kim")]
    told = {"purpose": "health", "days": 7, "openings": 3, "facts": facts}
    with pytest.raises(NotAgreed):
        table.do(actions.make_package, person=kim, agency=quay, **told)
    assert not (Share.objects.exists() or Package.objects.exists() or PackageLink.objects.exists())


def test_package_code_is_tried_five_times(make):
    made = make()
    for _n in range(4):
        with pytest.raises(WrongCode):
            open_it(made, code="000000x")
    open_it(made)
    with pytest.raises(WrongCode):
        answer(made, "accepted", code="1")
    for act in (lambda: open_it(made), lambda: answer(made, "accepted")):
        with pytest.raises(NoPackage):
            act()
    assert TrailRow.objects.filter(act="sharing.try_package").count() == 5


@pytest.mark.parametrize("how", ["agency", "kind", "narrower", "ran out"])
def test_package_is_gone_with_what_it_rests_on(table, make, kim, quay, how):
    made = make()
    open_it(made)
    if how == "agency":
        table.take_back(kim, quay, after=2)
    elif how == "kind":
        table.take_back(kim, after=2)
    elif how == "narrower":
        table.agree(kim, quay, categories=["identity"], after=2)
    else:
        table.agree(kim, quay, expires_on=date(2026, 3, 14), after=2)
    said = Ended if how in ("agency", "kind") else NoPackage
    with pytest.raises(said):
        open_it(made, after=DAY if how == "ran out" else 3)
    with pytest.raises(said):
        answer(made, "accepted", after=DAY if how == "ran out" else 3)


def test_package_on_a_gateway_lives_by_its_own_limits(table, kim):
    police = table.agency("River police", kind="police")
    proposal = table.decide(table.propose(kim, police))
    told = {"purpose": "", "days": 2, "openings": 1, "facts": [Fact("called", "Kim")], "proposal": proposal}
    made = table.do(actions.make_package, person=kim, agency=police, **told)
    assert open_it(made).said == {"called": "Kim"}
    with pytest.raises(NoPackage):
        open_it(made)


def test_package_goes_with_the_person(table, make, kim):
    made = make()
    table.do(people.erase_person, person=kim, role="manager", reason="asked")
    assert not Package.objects.exists() and not PackageLink.objects.exclude(package=None).exists()
    with pytest.raises(Ended):
        open_it(made)


def test_package_of_a_record_that_was_merged_opens_no_more_and_is_the_others(table, make, kim):
    made = make()
    mel = table.person("Mel")
    table.do(people.merge_people, into=mel, came=kim, take=[])
    assert Package.objects.get().person == mel
    assert open_it(made).said["called"] == "Kim", "the consent came along"
    table.take_back(mel, after=2)
    with pytest.raises(Ended):
        open_it(made, after=3)


def test_answers_of_a_partner_are_kept_each_with_its_instant(make, kim):
    made = make()
    answer(made, "accepted")
    answer(made, "booked", after=3)
    answer(made, "refused", "sex_work", after=4)
    assert [row.answer for row in Answer.objects.all()] == ["refused", "booked", "accepted"]
    assert Answer.objects.first().reason == "sex_work"
    said = TrailRow.objects.filter(act="sharing.answer_package", subject=kim.pk).order_by("n")
    assert [row.reason for row in said] == ["accepted", "booked", "refused"]


def test_answers_go_on_when_the_openings_are_used_up(make):
    made = make(openings=1)
    open_it(made)
    assert answer(made, "attended").answer == "attended"


@pytest.mark.parametrize(
    ("said", "reason"), [("maybe", ""), ("refused", ""), ("refused", "x"), ("booked", "full")]
)
def test_answer_that_is_none_is_refused(make, said, reason):
    with pytest.raises(CannotBe):
        answer(make(), said, reason)
    assert not Answer.objects.exists()


def test_answers_end(make, monkeypatch):
    monkeypatch.setattr(opening, "MOST_ANSWERS", 2)
    made = make()
    for _n in range(2):
        answer(made, "accepted")
    with pytest.raises(NoPackage):
        answer(made, "booked")


def test_end_package_ends_it_for_those_who_may(table, make):
    made = make()
    with pytest.raises(NotForYou):
        table.do(actions.end_package, package=made.package, role="evaluator")
    other = table.world.other
    told = {"project": other.project, "by": other.worker("manager"), "at": NOW}
    with pytest.raises(NotHere):
        actions.end_package(package=made.package, **told)
    first = table.do(actions.end_package, package=made.package, after=1)
    again = table.do(actions.end_package, package=made.package, after=2)
    assert first.ended_at == again.ended_at == NOW + MINUTE
    with pytest.raises(NoPackage):
        open_it(made, after=3)
    assert TrailRow.objects.filter(act="sharing.end_package").count() == 1


def test_the_same_form_twice_makes_no_second_link(make):
    made = make()
    with pytest.raises(WrongStep, match="shown once"):
        make(entry_id=made.package.share_id)
    assert Package.objects.count() == 1


def test_opening_asks_the_database_few_times(make, django_assert_max_num_queries):
    made = make()
    with django_assert_max_num_queries(20, connection=connection):
        open_it(made)


def test_tokens_are_long_and_codes_are_six_digits():
    tokens = {links.new_token() for _n in range(50)}
    assert len(tokens) == 50 and all(links.TOKEN.fullmatch(token) for token in tokens)
    assert all(len(links.new_code()) == 6 and links.new_code().isdigit() for _n in range(50))
    assert links.TOKEN_BYTES * 8 >= 128


@pytest.mark.parametrize(
    "around", ["{}", " {} \n", "https://here.example/k/#{}", "#{}", "Look: https://x/k/#{}"]
)
def test_token_is_found_in_what_was_pasted(around):
    token = links.new_token()
    assert links.tidied(around.format(token)) == token


@pytest.mark.parametrize(
    "text", ["", "#", "short", "x" * 44, "x" * 42, "https://here.example/k/", "a#" + "ä" * 43]
)
def test_token_is_nothing_else(text):
    assert links.tidied(text) == ""


def test_marks_and_key_of_a_token_say_nothing_of_each_other():
    token, other = links.new_token(), links.new_token()
    made = {links.mark_of(token), links.key_of(token).hex(), links.mark_of_code(token, "123456"), token}
    assert len(made) == 4
    mark = links.mark_of_code(token, "123456")
    assert links.is_code(token, " 123456 ", mark) and not links.is_code(token, "123457", mark)
    assert not links.is_code(other, "123456", mark)


@pytest.mark.parametrize("days", [1, 30])
def test_package_may_live_so_long(make, days):
    assert make(days=days).package.until == NOW + timedelta(days=days)
