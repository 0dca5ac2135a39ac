"""From a survey that is over to a table by group that may leave."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yarrow.evaluation.errors import CannotBe
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.models.releases import SURVEY
from yarrow.evaluation.releasing import Prepared, too_few
from yarrow.methods.activity import Period
from yarrow.methods.disclosure import RULE
from yarrow.methods.survey_gate import Asked, pass_survey
from yarrow.staff.models import Project
from yarrow.surveys.extract import Surveyed

# What is said of a survey's codes, among the words of a release.
PREFIX = "survey:"


@dataclass(frozen=True)
class WantedSurvey:
    """What is asked to leave: which questions (none: all), and by which grouping question ("": everybody together)."""

    survey: Surveyed
    by: str = ""
    questions: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """Its first day to its last, also where it was closed early: one survey is one period."""
        return Period(self.survey.opens_on, self.survey.closes_on)

    @property
    def rows(self) -> tuple[str, ...]:
        """The chosen questions as the survey has them, each once; none for all: one table is asked for in one way."""
        every = tuple(one.key for one in self.survey.questions if one.key != self.by)
        chosen = tuple(key for key in every if key in self.questions)
        return () if chosen == every else chosen

    def asked(self) -> Asked:
        """In the words of the gate."""
        survey = self.survey
        wanted = [one for one in survey.questions if not self.questions or one.key in self.questions]
        groupings = tuple(one for one in survey.questions if one.key in survey.groups)
        return Asked(str(survey.id), self.period, tuple(wanted), survey.sheets, groupings)


def release_of(project: Project, wanted: WantedSurvey) -> Release:
    """The release as it is asked for, without figures."""
    if wanted.by and wanted.by not in wanted.survey.groups:
        raise CannotBe(_("Choose one of the answers offered."), field="by")
    if not [one for one in wanted.asked().questions if one.key != wanted.by]:
        raise CannotBe(_("Choose a question to count."), field="questions")
    period = wanted.period
    return Release(
        project=project,
        counts=SURVEY,
        from_on=period.from_on,
        to_on=period.to_on,
        asked_by=[wanted.by, *wanted.rows],
        where=[["survey", str(wanted.survey.id)]],
        rule=RULE,
    )


def prepare_survey(project: Project, wanted: WantedSurvey) -> Prepared:
    """Count and pass the gate. Raises TooFew where nothing would be left to show."""
    ledger = ReleasedCell.objects.ledger_of_surveys(project)
    proposal, by = pass_survey(wanted.asked(), wanted.by, ledger)
    if not proposal.says_something:
        raise too_few(proposal)
    words = {PREFIX + name: said for name, said in wanted.survey.words.items()}
    return Prepared(proposal, words, None, by=(by, *wanted.rows))
