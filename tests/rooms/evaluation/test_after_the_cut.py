"""What happens after figures were frozen, and what forms keep: late entries, ends of releases, other filters."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import DAYS, QUARTER, figures, fill, propose, publish
from tests.rooms.evaluation.test_outputs import READERS
from tests.rooms.evaluation.test_release_pages import ASKED, page, post
from yarrow.contacts.actions import add_zone
from yarrow.evaluation import actions, grant_progress
from yarrow.evaluation.errors import TooFew
from yarrow.evaluation.models import Grant, Release, ReleasedCell
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.release_paper import paper_of
from yarrow.methods.activity import Period

pytestmark = pytest.mark.django_db
# (measure, values to keep) → counted by hand from `crowd.fill`: 12 at the quay, 3 at the mills, 9 not known.
BY_HAND = {
    ("n_contacts", ()): 24,
    ("n_contacts", (("zone", "quay"),)): 21,
    ("n_contacts", (("zone", "mills"),)): 3,
    ("n_contacts", (("kind", "phone"),)): 24,
    ("n_contacts", (("kind", "van"),)): 0,
    ("n_contacts", (("setting", ""),)): 24,
    ("n_people", ()): 15,
    ("n_people", (("gender", "woman"),)): 15,
    ("n_people", (("gender", "man"),)): 0,
    ("n_people", (("gender", "woman"), ("zone", "mills"))): 3,
    ("n_new", (("zone", "quay"),)): 12,
    ("n_repeat", ()): 0,
    ("n_unnamed", ()): 9,
    ("n_unnamed", (("zone", "mills"),)): 0,
    ("given:condoms", ()): 660,
    ("given:condoms", (("zone", "mills"),)): 300,
    ("done:information", ()): 12,
    ("done:listening", (("zone", "quay"),)): 0,
}

# The field that is wrong, and what was sent instead of `ASKED`.
WRONG = [
    ("to_on", {"to_on": "2025-03-30"}),
    ("from_on", {"from_on": "2025-01-02"}),
    ("from_on", {"from_on": "2024-12-01"}),
    ("to_on", {"to_on": "2024-02-30"}),
    ("by", {"by": "", "then": "zone"}),
    ("then", {"by": "month", "then": "year"}),
    ("then", {"by": "zone", "then": "zone"}),
]


@pytest.fixture
def crowd(diary):
    return fill(diary)


def about(world, role="manager"):
    return {"project": world.project, "by": world.worker(role), "at": timezone.now()}


def written(world, release):
    """Rows of every output."""
    paper = paper_of(world.project, release)
    return {kind: READERS[kind](OUTPUTS[kind][0](paper)) for kind in ("csv", "xlsx", "json")}


def test_late_and_removed_entries_change_no_file_and_no_page(world, crowd):
    gone = crowd.met(DAYS[1], n_people=8, zone="quay")
    release = publish(world, propose(world))
    before = written(world, release)
    for n in range(10):
        crowd.met(DAYS[0], crowd.person(f"Late {n}", DAYS[0]), zone="mills")
    crowd.remove(gone)
    assert written(world, release) == before
    assert before["csv"] == before["xlsx"] == before["json"]
    assert figures(Release.objects.get()) == figures(release)


def test_entry_on_the_last_day_counts_and_on_the_day_after_does_not(world, crowd):
    for n in range(10):
        crowd.met(date(2025, 3, 31), crowd.person(f"Last {n}", date(2025, 3, 31)), zone="quay")
        crowd.met(date(2025, 4, 1), crowd.person(f"After {n}", date(2025, 4, 1)), zone="quay")
    assert figures(propose(world))[(("*",), "n_people")] == 25


def test_superseded_and_withdrawn_releases_are_fetched_no_more_and_stay_in_the_ledger(world, crowd):
    first, second = publish(world, propose(world)), publish(world, propose(world))
    actions.withdraw_release(**about(world), release=second, reason="wrong_table")
    client = world.client("manager")
    for release in (first, second):
        addresses = [world.project.url("evaluation:fetch_release", release.id, kind) for kind in OUTPUTS]
        assert {client.get(address, secure=True).status_code for address in addresses} == {404}
        shown = client.get(world.project.url("evaluation:show_release", release.id), secure=True)
        assert b"No longer for sharing" in shown.content
    kept = list(ReleasedCell.objects.ledger(world.project))
    assert len(kept) == first.cells.count() + second.cells.count()


def test_ledger_holds_nothing_of_a_proposal_or_a_dropped_one(world, crowd):
    actions.drop_release(**about(world), release=propose(world))
    propose(world)
    assert list(ReleasedCell.objects.ledger(world.project)) == []
    assert list(ReleasedCell.objects.ledger(world.other.project)) == []


def test_standing_of_every_measure_and_filter_is_what_one_counts_by_hand(world, crowd):
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    grant = actions.add_grant(**about(world), funder="City fund", period=period, every=3)
    for measure, where in BY_HAND:
        actions.add_line(**about(world), grant=grant, wording="x", measure=measure, where=where, target=30)
    found = grant_progress.standings(world.project, grant, QUARTER.to_on)
    said = {(one.line.measure, tuple(map(tuple, one.line.where))): one.actual for one in found}
    assert said == BY_HAND
    assert [one.share for one in found][:2] == ["80 %", "70 %"]


def test_a_target_of_nothing_is_promised_and_has_no_share(world, crowd):
    grant = actions.add_grant(**about(world), funder="City fund", period=QUARTER, every=0)
    for target in (0, None):
        actions.add_line(**about(world), grant=grant, wording="x", measure="n_people", target=target)
    found = grant_progress.standings(world.project, grant, QUARTER.to_on)
    assert [(one.share, grant_progress.promised(one.line)) for one in found] == [("", "0"), ("", "not said")]


def test_return_of_hardly_anybody_is_refused_and_nothing_is_kept(world, crowd):
    grant = actions.add_grant(**about(world), funder="City fund", period=QUARTER, every=0)
    for where in ([("zone", "mills")], [("gender", "man")]):
        actions.add_line(**about(world), grant=grant, wording="x", measure="n_people", where=where)
        with pytest.raises(TooFew, match="Choose more months or fewer filters"):
            actions.propose_return(**about(world), grant=grant, cut_on=QUARTER.to_on)
    assert not Release.objects.exists()


def test_grant_of_eighteen_months_saved_from_its_page_keeps_its_days(world):
    """Its second stretch is six months long; how often is still every twelve."""
    period = Period(date(2025, 1, 1), date(2026, 6, 30))
    grant = actions.add_grant(**about(world), funder="City fund", period=period, every=12)
    form = page(world, "change_grant", grant.id).context["form"]
    assert form["every"].value() == "12"
    sent = {"funder": "County", "from_on": "2025-01-01", "to_on": "2026-06-30", "version": "1"}
    post(world, "change_grant", grant.id, sent={**sent, "every": form["every"].value()})
    changed = Grant.objects.get()
    assert (changed.funder, changed.cuts_on) == ("County", ["2025-12-31", "2026-06-30"])


def test_what_was_typed_stays_and_the_sentence_is_at_its_field(world, diary):
    client, address = world.client("manager"), world.project.url("evaluation:propose_release")
    for field, changes in WRONG:
        sent = {**ASKED, "zone": "quay", **changes}
        form = client.post(address, sent, secure=True).context["form"]
        assert set(form.errors) == {field}, changes
        assert {name: form.data[name] for name in sent} == sent
        assert (form["zone"].value(), form["by"].value()) == ("quay", sent["by"])


def test_line_that_can_not_be_kept_loses_nothing_typed(world):
    grant = actions.add_grant(**about(world), funder="City fund", period=QUARTER, every=0)
    sent = {
        "wording": "Women, “met”",
        "measure": "n_people",
        "target": "many",
        "unit": "women",
        "zone": "quay",
    }
    form = post(world, "add_line", grant.id, sent=sent).context["form"]
    assert "target" in form.errors
    assert (form["wording"].value(), form["unit"].value()) == ("Women, “met”", "women")
    assert form["measure"].value() == "n_people" and not grant.lines.exists()


def test_zone_called_like_a_formula_is_never_run_by_a_spreadsheet(world, crowd):
    crowd.zones["trap"] = add_zone(**about(world), label='=HYPERLINK("x")', code="trap")
    for n in range(9):
        crowd.met(DAYS[0], crowd.person(f"Trap {n}", DAYS[0]), zone="trap")
    release = publish(world, propose(world))
    content = page(world, "fetch_release", release.id, "csv").content.decode("utf-8-sig")
    firsts = [row[0] for row in csv.reader(io.StringIO(content)) if row]
    assert '\'=HYPERLINK("x")' in firsts and not [one for one in firsts if one.startswith("=")]


def test_only_those_who_answer_for_it_publish_from_the_page(world, crowd):
    release = propose(world)
    for role, status in (("evaluator", 403), ("outreach", 403), ("coordinator", 302)):
        assert post(world, "publish_release", release.id, role=role).status_code == status
        release.refresh_from_db()
        assert release.is_published == (status == 302), role


def test_release_of_another_project_is_at_no_address_of_this_one(world, crowd):
    proposed, release = propose(world, by=("kind",)), publish(world, propose(world))
    client, place = world.other.client("manager"), world.other.project
    for name, one in (("publish", proposed), ("drop", proposed), ("withdraw", release)):
        address = place.url(f"evaluation:{name}_release", one.id)
        assert client.post(address, {"reason": "wrong_table"}, secure=True).status_code == 404
    assert client.get(place.url("evaluation:show_release", release.id), secure=True).status_code == 404
    assert list(Release.objects.order_by("number").values_list("state", flat=True)) == [
        "proposed",
        "published",
    ]


def test_activity_page_total_is_what_one_counts_by_hand(world, crowd):
    client, address = world.client("evaluator"), world.project.url("evaluation:show_activity")
    days = {"from_on": "2025-01-01", "to_on": "2025-03-31"}
    for wanted, asked in (
        ("21", {"by": "zone", "zone": "quay"}),
        ("24", {"by": "gender"}),
        ("660", {"by": "kind", "show": "given"}),
    ):
        shown = client.get(address, {**days, **asked}, secure=True).content.decode()
        total = "".join(shown.partition("<tfoot")[2].partition("</tfoot>")[0].split())
        assert f">{wanted}<" in total, asked
