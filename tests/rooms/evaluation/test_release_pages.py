"""The pages of releases: who may, what they say, and that every way out carries the figures of the ledger."""

import re
from uuid import uuid4

import pytest

from tests.rooms.evaluation.crowd import figures, fill, propose, publish
from tests.rooms.evaluation.test_outputs import READERS
from tests.worlds import check_roles
from yarrow.evaluation.models import Release
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.rules import COUNTERS, PUBLISHERS

pytestmark = pytest.mark.django_db
ASKED = {"from_on": "2025-01-01", "to_on": "2025-03-31", "by": "zone", "show": "people"}


@pytest.fixture
def crowd(diary):
    return fill(diary)


def page(world, name, *args, role="manager", **options):
    client = world.client(role, **options)
    return client.get(world.project.url(f"evaluation:{name}", *args), secure=True)


def post(world, name, *args, role="manager", sent=None, **options):
    client = world.client(role, **options)
    return client.post(world.project.url(f"evaluation:{name}", *args), sent or {}, secure=True)


def test_list_releases_says_how_to_begin(world):
    assert b"Nothing has left this project yet." in page(world, "list_releases").content


def test_propose_release_leads_to_the_paper(world, crowd):
    answer = post(world, "propose_release", role="evaluator", sent=ASKED)
    release = Release.objects.get()
    assert answer["Location"] == world.project.url("evaluation:show_release", release.id)
    shown = page(world, "show_release", release.id, role="evaluator").content.decode()
    assert "About 15 known people were met from 1 January 2025 to 31 March 2025 (n = 25 contacts)." in shown
    assert "Proposed, not published" in shown and "A manager or a co-ordinator can publish it." in shown
    assert "3 of 15 figures are hidden" not in shown and "figures are hidden because few people" in shown
    assert (
        "1. People (new and known before) and contacts by zone"
        in page(world, "list_releases").content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from_on": "2025-01-02"}, "A release begins with the first day of a month."),
        ({"to_on": "2025-03-30"}, "A release ends with the last day of a month."),
        ({"to_on": "2097-03-31", "from_on": "2090-01-01"}, "That month is not over yet."),
        ({"to_on": "2024-03-31"}, "The last day is before the first."),
        ({"by": "month", "then": "quarter"}, "The rows are times already."),
        ({"by": "", "then": "zone"}, "Choose rows first"),
        ({"by": "moon"}, "moon"),
        ({"zone": "mills", "by": ""}, "Too few people are counted here"),
    ],
)
def test_propose_release_says_what_is_wrong_at_its_field(world, crowd, changes, words):
    answer = post(world, "propose_release", sent={**ASKED, **changes})
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not Release.objects.exists()


def test_propose_release_begins_with_the_last_quarter(world):
    shown = page(world, "propose_release")
    assert shown.status_code == 200 and b"There is a problem" not in shown.content
    assert shown.context["form"].initial["to_on"].day in (30, 31)


def test_show_release_tells_what_it_does_not_tell(world, crowd):
    release = publish(world, propose(world, by=("month", "zone"), counts="given"))
    shown = page(world, "show_release", release.id).content.decode()
    for words in (
        "What it does not tell",
        "rounded to the nearest 5",
        "counted at each meeting",
        "Figures were frozen on",
        "For sharing",
        "gate rule 1",
    ):
        assert words in shown
    assert ("more than a third of the figures would be hidden" in shown) == release.is_coarser


def test_show_release_names_nobody(world, crowd):
    release = propose(world)
    shown = page(world, "show_release", release.id).content.decode()
    assert "Quay 1" not in shown and "Mill 1" not in shown


def test_publish_release_from_the_page(world, crowd):
    release = propose(world)
    assert b"Its figures stay in the ledger" in page(world, "publish_release", release.id).content
    post(world, "publish_release", release.id)
    assert b"Fetch it as" in page(world, "show_release", release.id).content


@pytest.mark.parametrize("name", ["publish_release", "withdraw_release"])
def test_what_leaves_asks_for_the_second_factor(world, crowd, name):
    release = propose(world)
    answer = post(world, name, release.id, stepped_up=False)
    assert answer.status_code == 302 and "/second-factor/again/" in answer["Location"]
    release.refresh_from_db()
    assert release.is_proposed


def test_withdraw_release_from_the_page(world, crowd):
    release = publish(world, propose(world))
    assert b"Say why it is withdrawn." in post(world, "withdraw_release", release.id).content
    post(world, "withdraw_release", release.id, sent={"reason": "wrong_figures"})
    assert b"No longer for sharing" in page(world, "show_release", release.id).content
    assert page(world, "fetch_release", release.id, "csv").status_code == 404


def test_drop_release_from_the_page(world, crowd):
    release = propose(world)
    post(world, "drop_release", release.id, role="evaluator")
    assert b"Nothing has left this project yet." in page(world, "list_releases").content


@pytest.mark.parametrize("kind", OUTPUTS)
def test_fetch_release_carries_the_figures_of_the_ledger(world, crowd, kind):
    release = publish(world, propose(world))
    answer = page(world, "fetch_release", release.id, kind, role="evaluator")
    assert answer["Content-Disposition"] == f'attachment; filename="release-small-1.{kind}"'
    kept = figures(release)
    rows = list(dict.fromkeys(row for row, _measure in kept))
    measures = list(dict.fromkeys(measure for _row, measure in kept))
    wanted = [
        ["hidden" if isinstance(kept[(row, m)], str) else str(kept[(row, m)]) for m in measures]
        for row in rows
    ]
    assert [row[1:] for row in READERS[kind](answer.content)[1:]] == wanted


def test_page_carries_the_figures_of_the_ledger(world, crowd):
    release = publish(world, propose(world))
    shown = page(world, "show_release", release.id).content.decode()
    table = shown[shown.index("<tbody>") : shown.index("</table>")]
    cells = re.findall(r'<td [^>]*class="number"[^>]*>([^<]*)</td>', table)
    wanted = ["hidden" if isinstance(figure, str) else str(figure) for figure in figures(release).values()]
    assert cells == wanted


@pytest.mark.parametrize(("kind", "is_published"), [("csv", False), ("exe", True)])
def test_fetch_release_gives_only_what_is_published_and_known(world, crowd, kind, is_published):
    release = propose(world)
    if is_published:
        publish(world, release)
    assert page(world, "fetch_release", release.id, kind).status_code == 404


def test_pages_of_releases_by_role(world, crowd):
    release = publish(world, propose(world))
    check_roles(world, world.project.url("evaluation:list_releases"), COUNTERS)
    check_roles(world, world.project.url("evaluation:show_release", release.id), COUNTERS)
    check_roles(world, world.project.url("evaluation:publish_release", release.id), PUBLISHERS)


@pytest.mark.parametrize("name", ["show_release", "publish_release", "withdraw_release"])
def test_release_that_is_not_there(world, name):
    assert page(world, name, uuid4()).status_code == 404
