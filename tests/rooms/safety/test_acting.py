"""What is done with a report at the desk: replies, choices, codes put right, one reporter, erasing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.safety.conftest import NOW
from tests.rooms.safety.test_desk import add, address, page
from yarrow.contacts.models import Zone
from yarrow.safety import actions, choices, matching, wayback
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.safety.models import Choice, Reply, Report, Suggestion, WayBack
from yarrow.safety.told import Chosen
from yarrow.vault import keyring
from yarrow.vault.clock import run
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import TrailRow

ESCROW = {"level": "escrow", "tell": "here", "release": "never"}
CODES = {"kinds": ["rape"], "setting": "", "zone": "", "month": ""}


def press(safe, name, report, role="adviser", **typed):
    return safe.world.client(role).post(address(safe, name, report.pk), typed)


def with_phrase(safe, taken_by="adviser", **said):
    """A report that a worker took, and its words."""
    report = safe.report(way="worker", **said)
    report.taken_by = safe.world.worker(taken_by).id
    report.save()
    return report, safe.do(actions.hand_phrase, report_id=report.pk)


def test_reply_is_read_with_the_words_and_by_readers(safe):
    report, phrase = with_phrase(safe)
    answer = press(safe, "reply", report, words="Come by on Tuesday", entry_id=str(uuid4()))
    assert answer.url == address(safe, "show_report", report.pk)
    row = Reply.objects.get()
    assert b"Tuesday" not in bytes(row.envelope)
    key = wayback.key_from(phrase, safe.project.id)
    assert wayback.open_reply(key.private, bytes(row.envelope)) == "Come by on Tuesday"
    says = page(safe, "show_report", report.pk)[1]
    assert "Come by on Tuesday" in says
    assert "Not read yet" in says
    Reply.objects.update(read_on=date(2026, 11, 20))
    assert "Read 20" in page(safe, "show_report", report.pk)[1]


def test_reply_twice_is_one_and_under_anothers_number_is_refused(safe):
    (report, _), (other, _) = with_phrase(safe), with_phrase(safe)
    said = {"words": "Hello", "entry_id": uuid4()}
    assert (
        safe.do(actions.reply, report=report, **said).pk == safe.do(actions.reply, report=report, **said).pk
    )
    assert Reply.objects.count() == 1
    with pytest.raises(Conflict):
        safe.do(actions.reply, report=other, **said)


def test_reply_without_a_way_back_is_refused_and_the_page_says_so(safe):
    report = safe.report()
    with pytest.raises(CannotBe):
        safe.do(actions.reply, report=report, words="Hello", entry_id=uuid4())
    assert "so no reply can reach them" in page(safe, "show_report", report.pk)[1]
    answer = press(safe, "reply", report, words="Typed with care", entry_id=str(uuid4()))
    assert "Typed with care" in answer.content.decode()
    assert "took no words along" in answer.content.decode()


@pytest.mark.parametrize("words", ["", " \u200b ", "x" * 10_001])
def test_reply_of_nothing_or_far_too_much_is_refused(safe, words):
    report, _phrase = with_phrase(safe)
    with pytest.raises(CannotBe) as refused:
        safe.do(actions.reply, report=report, words=words, entry_id=uuid4())
    assert refused.value.field == "words"
    assert not Reply.objects.exists()


def test_reply_by_whoever_reads_no_reports_is_refused(safe):
    report, _phrase = with_phrase(safe)
    for role, refusal in (("outreach", NotAllowed), ("case_worker", NoGrant)):
        with pytest.raises(refusal):
            safe.do(actions.reply, report=report, words="Hello", entry_id=uuid4(), by=role)


def test_reply_in_escrow_begins_with_the_question_once_somebody_else_told_the_same(safe):
    report, _phrase = with_phrase(safe, choice=ESCROW)
    assert "Someone else told us" not in page(safe, "reply", report.pk)[1]
    safe.do(matching.compare, report_ids=[report.pk, safe.report().pk])
    assert "Someone else told us" in page(safe, "reply", report.pk)[1]
    assert "Someone else told us" not in page(safe, "reply", with_phrase(safe)[0].pk)[1]


def test_choose_with_whoever_reported_is_added_to_what_was_said(safe):
    report = safe.report(way="worker")
    said = {"level": "kept", "tell": "nobody", "release": "never"}
    refused = press(safe, "choose", report, **said)
    assert 'id="id_agreed_error"' in refused.content.decode()
    assert press(safe, "choose", report, agreed="on", **said).status_code == 302
    assert choices.standing(safe.project, report.pk) == Chosen("kept", "nobody", "never")
    row = Choice.objects.order_by("said_at").last()
    assert (row.how, row.said_by) == ("worker", safe.world.worker("adviser").id)
    says = page(safe, "show_report", report.pk)[1]
    assert "Keep it here" in says
    assert "What they said before" in says


def test_choose_is_open_to_whoever_took_it_and_to_no_colleague_without_the_key(safe):
    entry_id = safe.left()
    said = {"level": "kept", "tell": "nobody", "release": "never", "agreed": "on"}
    url = address(safe, "choose", entry_id)
    assert safe.world.client("peer").post(url, said).status_code == 403
    assert not Choice.objects.exists()
    form = safe.world.client("outreach").get(url).content.decode()
    assert " checked" not in form
    answer = safe.world.client("outreach").post(url, said)
    assert answer.url == address(safe, "show_left", entry_id)
    safe.open_inbox()
    assert choices.standing(safe.project, entry_id).level == "kept"
    assert safe.world.client("outreach").post(url, {**said, "level": "warn"}).status_code == 302
    assert choices.standing(safe.project, entry_id).level == "warn"


def test_choose_of_a_number_that_is_no_report_is_refused(safe):
    with pytest.raises(NotHere):
        safe.do(actions.choose_with, report_id=uuid4(), chosen=Chosen())
    assert not Choice.objects.exists()


def test_correct_report_changes_what_figures_count_and_no_word(safe):
    report = safe.report()
    zone = Zone.objects.create(project=safe.project, code="docks", label="Docks")
    before = bytes(report.words.ciphertext)
    typed = {"kinds": ["rape", "robbery"], "setting": "parlour", "zone": "docks", "month": "2026-10-01"}
    assert press(safe, "correct_report", report, seen=seen_of(report), **typed).status_code == 302
    row = Report.objects.get()
    assert (row.kinds, row.setting, row.zone, row.month) == (
        ["rape", "robbery"],
        "parlour",
        zone,
        date(2026, 10, 1),
    )
    assert bytes(row.words.ciphertext) == before
    trail = TrailRow.objects.get(act="safety.correct")
    assert set(trail.fields) == {"kinds", "setting", "zone", "month"}


def test_correct_report_over_a_colleagues_change_is_refused(safe):
    report = safe.report()
    seen = seen_of(report)
    safe.do(actions.correct, report=report, seen=seen, **CODES)
    with pytest.raises(Conflict):
        safe.do(actions.correct, report=report, seen=seen, **{**CODES, "kinds": ["threats"]})
    assert Report.objects.get().kinds == ["rape"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"month": "2027-01-01"}, CannotBe),
        ({"month": "0001-01-01"}, CannotBe),
        ({"month": "2026-10-02"}, CannotBe),
        ({"month": "soon"}, CannotBe),
        ({"setting": "mars"}, CannotBe),
        ({"zone": "mars"}, NotHere),
    ],
)
def test_correct_to_what_cannot_be_is_refused(safe, said, refusal):
    report = safe.report()
    with pytest.raises(refusal):
        safe.do(actions.correct, report=report, seen=seen_of(report), **{**CODES, **said})


def test_reports_of_one_reporter_count_once_until_they_are_told_apart(safe):
    first, second, third = safe.report(), safe.report(), safe.report()
    assert press(safe, "join_reporters", second, other=str(first.pk)).status_code == 302
    safe.do(actions.join_reporters, report=third, other=second)
    assert Report.objects.values("reporter_id").distinct().count() == 1
    says = page(safe, "show_report", first.pk)[1]
    assert str(second.pk) in says
    assert str(third.pk) in says
    assert press(safe, "part_reporter", second).status_code == 302
    first, second, third = (Report.objects.get(pk=one.pk) for one in (first, second, third))
    assert first.reporter_id == third.reporter_id != second.reporter_id
    before = second.reporter_id
    safe.do(actions.part_reporter, report=second)
    assert Report.objects.get(pk=second.pk).reporter_id == before


def test_join_reporters_of_itself_or_of_nothing_is_refused(safe):
    report = safe.report()
    with pytest.raises(CannotBe):
        safe.do(actions.join_reporters, report=report, other=report)
    safe.report()
    answer = press(safe, "join_reporters", report, other="")
    assert "Choose a report of the list." in answer.content.decode()
    assert press(safe, "join_reporters", report, other=str(uuid4())).status_code == 200


def test_hand_phrase_again_replaces_words_that_did_not_arrive(safe):
    report, first = with_phrase(safe)
    second = safe.do(actions.hand_phrase, report_id=report.pk)
    assert first != second
    row = WayBack.objects.get()
    assert row.mark == wayback.key_from(second, safe.project.id).mark
    safe.do(actions.reply, report=report, words="Hello", entry_id=uuid4())
    with pytest.raises(CannotBe):
        safe.do(actions.hand_phrase, report_id=report.pk)


@pytest.mark.parametrize("why", ["late", "came_back", "not_theirs"])
def test_hand_phrase_never_takes_a_way_back_from_somebody(safe, why):
    worker = "manager" if why == "not_theirs" else "adviser"
    report, _phrase = with_phrase(safe, taken_by=worker)
    if why == "came_back":
        WayBack.objects.update(n_back=1)
    at = NOW + timedelta(hours=1 if why == "late" else 0)
    before = WayBack.objects.get().mark
    with pytest.raises(CannotBe):
        safe.do(actions.hand_phrase, report_id=report.pk, at=at)
    assert WayBack.objects.get().mark == before


def test_hand_phrase_to_whoever_told_an_outreach_worker_before_anybody_reads_it(safe):
    entry_id = safe.left()
    phrase = safe.do(actions.hand_phrase, report_id=entry_id, by="outreach")
    assert WayBack.objects.get(report_id=entry_id).mark == wayback.key_from(phrase, safe.project.id).mark
    with pytest.raises(NotAllowed):
        safe.do(actions.hand_phrase, report_id=entry_id, by="peer")


def test_erase_report_leaves_nothing_of_it(safe):
    report, _phrase = with_phrase(safe)
    other = safe.report(reporter=str(report.pk))
    safe.do(actions.reply, report=report, words="Hello", entry_id=uuid4())
    wrong = press(safe, "erase_report", report, reason="asked", word="eras")
    assert 'id="id_word_error"' in wrong.content.decode()
    assert Report.objects.count() == 2
    assert press(safe, "erase_report", report, reason="asked", word="Erase").status_code == 302
    assert list(Report.objects.all()) == [other]
    assert not WayBack.objects.exists()
    assert not Reply.objects.exists()
    assert not Choice.objects.filter(report_id=report.pk).exists()
    assert page(safe, "show_report", report.pk)[0] == 404
    assert report.pk in {subject for _project, subject in keyring.tombstones()}


def test_erase_report_by_whoever_took_it_without_the_key_is_refused(safe):
    report = safe.report()
    for role, refusal in (("outreach", NotAllowed), ("case_worker", NoGrant)):
        with pytest.raises(refusal):
            safe.do(actions.erase_report, report=report, reason="asked", by=role)
    with pytest.raises(CannotBe):
        safe.do(actions.erase_report, report=report, reason="for fun")


def test_reports_go_after_seven_years_with_their_keys_choices_and_ways_back(safe):
    report, _phrase = with_phrase(safe)
    safe.do(actions.reply, report=report, words="Hello", entry_id=uuid4())
    young = safe.report(at=NOW + timedelta(days=3))
    run(NOW + timedelta(days=7 * 365 + 1))
    assert [one.pk for one in Report.objects.all()] == [young.pk]
    assert not WayBack.objects.exists()
    assert not Reply.objects.exists()
    assert not Choice.objects.filter(report_id=report.pk).exists()
    assert Choice.objects.filter(report_id=young.pk).exists()
    assert timezone.now() > NOW


def test_report_taken_at_the_desk_is_compared_at_once(safe):
    first = safe.report()
    add(safe, tell="nobody", n_offenders="1")
    unheard = Report.objects.exclude(pk=first.pk).get()
    assert unheard.compared_at is None
    add(safe, n_offenders="1")
    second = Report.objects.exclude(pk__in=[first.pk, unheard.pk]).get()
    assert second.compared_at is not None
    pair = Suggestion.objects.get()
    assert {pair.low.report_id, pair.high.report_id} == {first.pk, second.pk}


def test_report_in_escrow_that_matches_says_how_to_ask_again_and_no_more(safe):
    closed = safe.report(choice=ESCROW)
    assert "Text before noon" not in page(safe, "show_report", closed.pk)[1]
    add(safe, n_offenders="1")
    says = page(safe, "show_report", closed.pk)[1]
    assert "It matches: ask whoever reported it again" in says
    assert "Text before noon" in says
    for word in ("by the bridge", "07700", "Northern voice", "Knife"):
        assert word not in says
    pair = Suggestion.objects.get()
    ids = {"one": pair.low_id, "other": pair.high_id}
    opened = safe.do(actions.choose_with, report_id=closed.pk, chosen=Chosen("warn", "here", "never"))
    assert opened
    safe.do(actions.decide, **ids, said="different", n_seen=0)
    later = NOW + timedelta(hours=1)
    safe.do(actions.choose_with, report_id=closed.pk, chosen=Chosen("escrow", "here", "never"), at=later)
    says = page(safe, "show_report", closed.pk)[1]
    assert "It matches" not in says
    assert "Text before noon" not in says


def test_report_that_was_taken_back_is_not_chosen_for_or_given_words(safe):
    entry_id = safe.left()
    safe.do(actions.take_back, report_id=entry_id)
    for act, said in ((actions.choose_with, {"chosen": Chosen()}), (actions.hand_phrase, {})):
        for by in ("outreach", "adviser"):
            with pytest.raises(NotHere):
                safe.do(act, report_id=entry_id, by=by, **said)
    assert not Choice.objects.exists()
    assert not WayBack.objects.exists()
    status, says = page(safe, "show_left", entry_id, role="outreach")
    assert status == 200
    assert "It was taken back since" in says
    assert "another way" not in says


def test_show_left_says_when_it_was_read(safe):
    entry_id = safe.left()
    assert "waits, and since when" in page(safe, "show_left", entry_id, role="outreach")[1]
    safe.open_inbox(at=NOW + timedelta(days=2))
    says = page(safe, "show_left", entry_id, role="outreach")[1]
    assert "It was read on 16" in says
    assert "waits, and since when" not in says


@pytest.mark.parametrize("back", [timedelta(0), timedelta(days=400)])
def test_choose_holds_also_where_the_clock_was_set_back(safe, back):
    report = safe.report()
    for level in ("kept", "full", "escrow"):
        chosen = Chosen(level, "here", "never")
        safe.do(actions.choose_with, report_id=report.pk, chosen=chosen, at=NOW - back)
        assert choices.standing(safe.project, report.pk) == chosen
    assert Choice.objects.count() == 4
