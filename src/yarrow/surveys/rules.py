"""Who may do what with surveys. `check_*` raises a Refusal with a reason, `can_*` answers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from yarrow.measures.models import FormVersion
from yarrow.measures.reading import form_of
from yarrow.measures.saying import wordless_in
from yarrow.methods.forms import Form, Item
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.surveys.errors import CannotBe, NotAllowed, NotHere, NotOpen
from yarrow.surveys.models import Survey
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant

# Peers lead surveys; who arranges things for the project may, too.
KEEPERS = ("peer", *ARRANGERS)
# Figures inside are for those who keep surveys, and for the evaluator.
COUNTERS = (*KEEPERS, "evaluator")
# What people wrote is sealed like case notes.
READERS = tuple(role for role in CASE if role in ARRANGERS)
# Whoever stands on the street with a tablet or a stack of paper.
COLLECTORS = ("outreach", "case_worker", *KEEPERS)
LONGEST = timedelta(days=366)
PAPER_AFTER = timedelta(days=28)


def check_may_keep(by: Actor, project: Project) -> None:
    """Surveys are kept by peers, co-ordinators and managers of a live project."""
    if not project.is_live:
        raise CannotBe(_("This project is not live yet. Finish setting up first."))
    if by.role not in KEEPERS:
        raise NotAllowed(_("Peers, co-ordinators and managers keep surveys. Ask one of them."))


def can_keep(by: Actor) -> bool:
    return by.role in KEEPERS


def check_may_collect(by: Actor) -> None:
    """Paper is typed in by those who hand it out."""
    if by.role not in COLLECTORS:
        raise NotAllowed(_("Your role does not include this. Ask your co-ordinator."))


def check_may_read(by: Actor, project: Project) -> None:
    """What people wrote is read with the key to case notes. Raises NotAllowed, NoGrant."""
    if by.role not in READERS:
        raise NotAllowed(_("Your role does not include this. Ask your co-ordinator."))
    if not by.key.holds(project.id, "notes"):
        raise NoGrant("notes")


def can_read(by: Actor, project: Project) -> bool:
    return by.role in READERS and by.holds(project.id, "notes")


def check_here(project: Project, *rows: Survey | FormVersion) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row.project_id != project.id for row in rows):
        raise NotHere()


def check_days(opens_on: date, closes_on: date, today: date) -> None:
    """A survey ends, and within a year."""
    if closes_on < max(opens_on, today):
        raise CannotBe(_("The last day has to come after the first, and not be over yet."), field="closes_on")
    if closes_on - opens_on > LONGEST:
        raise CannotBe(
            _("A survey is open for a year at most. Open another one after it."), field="closes_on"
        )


def check_said(version: FormVersion, languages: Collection[str], about: Mapping[str, str]) -> None:
    """In languages of the form, each with a word on who asks."""
    if not version.is_in_use:
        raise CannotBe(_("This version is not in use. Go back and choose the form again."))
    if any(item.kind == "group" and item.repeats for item in form_of(version).by_id.values()):
        raise CannotBe(_("This form asks some questions again and again. Choose one that asks each once."))
    if not languages or not set(languages) <= set(version.languages):
        raise CannotBe(_("Choose languages of this form."), field="languages")
    if any(wordless_in(version, tag) for tag in languages):
        raise CannotBe(
            _(
                "This form has questions without words, only numbers beside a paper that people don't have in "
                "their hands. Choose a form whose questions can be read."
            ),
            field="languages",
        )
    for tag in languages:
        if not about.get(tag, "").strip():
            raise CannotBe(
                _("Say in each language who asks, and what happens with the answers."), field=f"about-{tag}"
            )


def check_groups(form: Form, groups: Sequence[str]) -> None:
    """Figures are shown by questions with one answer out of a few."""
    if not set(groups) <= {item.link_id for item in grouping_questions(form)}:
        raise CannotBe(_("Choose questions that have one answer out of a list."), field="groups")


def grouping_questions(form: Form) -> list[Item]:
    """Questions that put everybody into one group: one answer out of a list, or yes and no."""
    return [
        item
        for item in form.questions()
        if not item.hidden and not item.repeats and (item.kind == "boolean" or item.kind == "choice")
    ]


def check_open(survey: Survey, on: date) -> None:
    """Answers are taken from the first day to the last, unless it was closed before."""
    if not survey.is_open(on) or not survey.project.is_live:
        raise NotOpen()


def check_takes_paper(survey: Survey, on: date) -> None:
    """Paper comes in later than answers on a screen."""
    if on < survey.opens_on or on > survey.closes_on + PAPER_AFTER:
        raise CannotBe(_("Paper is typed in from the first day until four weeks after the last one."))
