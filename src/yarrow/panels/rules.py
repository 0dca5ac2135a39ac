"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods.refusals import Refusal
from yarrow.panels import lists, papers
from yarrow.panels.errors import CannotBe, NotOnTeam
from yarrow.panels.models import Item, Panel, PanelWorker
from yarrow.people import rules as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.said import words as said_words
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.staff.states import ACTIVE
from yarrow.vault.actors import Actor

# A panel is case work: what it hears is sealed with names and like notes.
MEMBERS = CASE
EARLIEST = date(1980, 1, 1)
FURTHEST = timedelta(days=2 * 366)


def check_may_arrange(by: Actor, project: Project) -> None:
    """Panels, their teams and the forum are kept by those who arrange the work."""
    people.check_may_write(by, project)
    if by.role not in ARRANGERS:
        raise NotForYou()


def can_arrange(by: Actor) -> bool:
    return by.role in ARRANGERS


def check_on_team(
    by: Actor, panel: Panel, project: Project, team: QuerySet[PanelWorker] | None = None
) -> None:
    """Only those who do case work and are on the panel's team, now; `team`: `on_team`, when it was read already.
    Raises NotHere, NotForYou, NotOnTeam.
    """
    if panel.project_id != project.id:
        raise NotHere()
    people.check_may_write(by, project)
    if by.role not in MEMBERS:
        raise NotForYou()
    if not (is_on_team(by, panel) if team is None else team):
        raise NotOnTeam()


def on_team(by: Actor, panel_id: UUID) -> QuerySet[PanelWorker]:
    """This worker's place on the panel's team now, if there is one."""
    return PanelWorker.objects.filter(panel=panel_id, worker=by.id, left_on=None)


def is_on_team(by: Actor, panel: Panel) -> bool:
    """Whether this worker is on the panel's team now."""
    return on_team(by, panel.pk).exists()


def does_case_work(worker_id: UUID, project: Project) -> bool:
    """Whether this colleague works here now, in a role that may be on a team."""
    places = Membership.objects.filter(project=project, worker=worker_id, state=ACTIVE, role__in=MEMBERS)
    return places.exists()


def check_goes_on(panel: Panel) -> None:
    """Nothing is added to a panel that was ended. Asked of the row as it stands; whoever ends it meanwhile waits."""
    now = Panel.objects.select_for_update().filter(pk=panel.pk)
    if now.values_list("ended_on", flat=True).first() is not None:
        raise CannotBe(_("This panel has ended. Nothing is added to it any more."))


def check_stands(item: Item) -> None:
    """Still on the agenda."""
    if item.taken_off_at is not None:
        raise CannotBe(_("They were taken off the agenda."))


def check_sits(panel: Panel, agency: Agency) -> None:
    """An agency that sits on the panel now and has not closed."""
    sits = panel.places.filter(agency=agency, agency__is_closed=False, left_on=None)
    if agency.project_id != panel.project_id or not sits.exists():
        raise NotHere()


def tidied(field: str, text: str | None, *, most: int = 4000) -> str | None:
    """`text` in one form, None when empty. Refuses at `field` what would not read right."""
    try:
        said = said_words("note", text)
    except Refusal as refusal:
        raise CannotBe(refusal.message, field=field) from None
    if said and len(said) > most:
        raise CannotBe(_("Write it in at most %d letters.") % most, field=field)
    return said


def needed(field: str, text: str | None, *, most: int = 4000) -> str:
    """The same, and something has to be written."""
    said = tidied(field, text, most=most)
    if not said:
        raise CannotBe(_("Write it first."), field=field)
    return said


def without_papers(field: str, text: str) -> str:
    """Words for others in which nothing is said of papers to stay."""
    if papers.are_named_in(text):
        raise CannotBe(
            _("This speaks of papers to stay. They are told to no panel: write it without."), field=field
        )
    return text


def one_of(name: str, field: str, code: str) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def any_day(field: str, day: date | None, today: date) -> date:
    """A day that is written with the right year, before or after today."""
    if day is None:
        raise CannotBe(_("Say which day."), field=field)
    if not EARLIEST <= day <= today + FURTHEST:
        raise CannotBe(_("That is long ago, or more than two years from now. Check the year."), field=field)
    return day


def coming_day(field: str, day: date | None, today: date) -> date:
    """A day to come, today included."""
    found = any_day(field, day, today)
    if found < today:
        raise CannotBe(_("That day is over. Choose today or a later day."), field=field)
    return found
