"""Releases and their ledger: every figure as it left, never as it was."""

from uuid import uuid4

from django.db import models

from yarrow.evaluation import states
from yarrow.evaluation.models.grants import Grant
from yarrow.methods.activity import Period
from yarrow.methods.differencing import Released
from yarrow.methods.populations import Place
from yarrow.staff.models import Project

# A return to a funder counts the lines of its grant.
GRANT = "grant"
# A survey that is over: rows are its questions, not those of the activity table.
SURVEY = "survey"
# Distance travelled and needs: rows are domains, columns what became of those who were asked.
OF_PLANS = ("moved", "needs")
# Referrals: how far they came, why they ended short, gaps in provision.
OF_REFERRALS = ("came", "short", "gaps")
# Reports of incidents, as they stood on the last day.
OF_REPORTS = ("told",)
COUNTS_CHOICES = [
    ("met", "Met"),
    ("people", "People"),
    ("given", "Given"),
    ("done", "Done"),
    (GRANT, "Grant"),
    (SURVEY, "Survey"),
    ("moved", "Distance travelled"),
    ("needs", "Needs"),
    ("came", "How far referrals came"),
    ("short", "Why referrals ended short"),
    ("gaps", "Gaps in provision"),
    ("told", "Incidents reported"),
]


class ReleaseSet(models.QuerySet["Release"]):
    def of(self, project: Project) -> "ReleaseSet":
        return self.filter(project=project)

    def was_out(self) -> "ReleaseSet":
        """Releases that somebody outside may have read."""
        return self.filter(state__in=states.WAS_OUT)


class Release(models.Model):
    """A table that passed the publish gate. Frozen when it was proposed; only its state moves on.

    `asked_by`: the rows asked for; `by`: the rows that the gate let through (coarser, or the same).
    `words`: how this project said its codes at the cut, so that a zone renamed later changes no release.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(states.LABELS.items()), default=states.PROPOSED)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="releases", null=True, blank=True)
    counts = models.CharField(max_length=6, choices=COUNTS_CHOICES)
    from_on = models.DateField()
    to_on = models.DateField()
    asked_by = models.JSONField(default=list)
    by = models.JSONField(default=list)
    where = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    # A median of at least ten people, or nothing.
    middle = models.FloatField(null=True, blank=True)
    rule = models.CharField(max_length=10)
    cut_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=list(states.REASONS.items()), blank=True, default="")

    objects = ReleaseSet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_release_per_number")]

    class Privacy:
        plain = (
            "id",
            "project",
            "number",
            "state",
            "grant",
            "counts",
            "from_on",
            "to_on",
            "asked_by",
            "by",
            "where",
            "words",
            "middle",
            "rule",
            "cut_at",
            "proposed_by",
            "published_at",
            "published_by",
            "ended_at",
            "ended_by",
            "reason",
        )
        personal = ()
        sealed = ()
        retention = "proposal"
        subject = "project"

    def __str__(self) -> str:
        return f"release {self.number}"

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.to_on)

    @property
    def is_proposed(self) -> bool:
        return self.state == states.PROPOSED

    @property
    def is_published(self) -> bool:
        return self.state == states.PUBLISHED

    @property
    def is_coarser(self) -> bool:
        return list(self.by) != list(self.asked_by)


class ReleasedCellSet(models.QuerySet["ReleasedCell"]):
    def ledger(self, project: Project) -> list[Released]:
        """Every figure of meetings of this project that was out, for the gate to compare with."""
        others = (SURVEY, *OF_PLANS, *OF_REFERRALS, *OF_REPORTS)
        return _released(self.exclude(release__counts__in=others), project)

    def ledger_of_surveys(self, project: Project) -> list[Released]:
        """The same of its surveys: nobody can tell whether who answered one was met."""
        return _released(self.filter(release__counts=SURVEY), project)

    def ledger_of_plans(self, project: Project) -> list[Released]:
        """The same of distance travelled and needs, which count who was asked, not who was met."""
        return _released(self.filter(release__counts__in=OF_PLANS), project)

    def ledger_of_referrals(self, project: Project) -> list[Released]:
        """The same of referrals, which are counted as they stood on the last day of a release."""
        return _released(self.filter(release__counts__in=OF_REFERRALS), project)

    def ledger_of_reports(self, project: Project) -> list[Released]:
        """The same of reports of incidents, behind which stand reporters whom no record names."""
        return _released(self.filter(release__counts__in=OF_REPORTS), project)


class ReleasedCell(models.Model):
    """One figure as it left: what it counted, and the rounded number or why it is hidden."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    position = models.PositiveIntegerField()
    row = models.JSONField(default=list)
    measure = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField()
    where = models.JSONField(default=list)
    n = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=10, blank=True, default="")

    objects = ReleasedCellSet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "position"], name="one_cell_per_position")]

    class Privacy:
        plain = ("id", "release", "position", "row", "measure", "from_on", "to_on", "where", "n", "why")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "release.project"

    @property
    def place(self) -> Place:
        """What the figure counts, in the words of the gate."""
        return Place(self.measure, Period(self.from_on, self.to_on), pairs(self.where))

    @property
    def released(self) -> Released:
        return Released(self.place, self.n)


def _released(cells: ReleasedCellSet, project: Project) -> list[Released]:
    out = cells.filter(release__project=project, release__state__in=states.WAS_OUT)
    return [cell.released for cell in out.order_by("release__number", "position")]


def pairs(where: list[list[str]]) -> tuple[tuple[str, str], ...]:
    """(dimension, value) pairs as they were, from JSON."""
    return tuple((dimension, value) for dimension, value in where)
