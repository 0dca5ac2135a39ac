"""What referrals come to: true figures, for inside the project. Small ones say that they are a few people's story."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency, Service
from yarrow.methods.funnels import Followed, Reached, StepCount, Waited, funnel, steps_reached, waited
from yarrow.methods.pathways import ACCEPTED, ATTENDED, COMPLETED, ENGAGED, OFFERED, RECEIVED, SENT, Step
from yarrow.referrals import extract, lists
from yarrow.referrals.models import PathwayVersion
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.charts import Picture, Series, legend, lines, picture
from yarrow.ui.sentences import translated
from yarrow.ui.tables import Column, Table

COUNTED = (OFFERED, SENT, RECEIVED, ACCEPTED, ATTENDED, ENGAGED, COMPLETED)
# What a line is called, and whose it is: two of one name are two lines.
Key = Callable[[Followed], tuple[Any, Any]]


@dataclass(frozen=True)
class Answers:
    """Everything of one period."""

    n: int
    n_people: int
    n_signposts: int
    funnel: Picture
    tables: list[Table]
    reasons: Table


def of_project(project: Project, from_on: date, to_on: date, today: date) -> Answers:
    """Referrals offered in a period, as they stand today. Six queries."""
    rows = list(extract.referrals(project, from_on, to_on))
    agencies = dict(Agency.objects.of(project).values_list("pk", "name"))
    services = dict(Service.objects.of(project).values_list("pk", "name"))
    cuts: list[tuple[str, str, Key]] = [
        (_("By service"), _("Service"), lambda one: _where(one, agencies, services)),
        (_("By need"), _("Need"), lambda one: (directory.label("needs", one.need), one.need)),
        (_("By route"), _("How"), lambda one: (lists.label("routes", one.route), one.route)),
        (_("By month in which it was offered"), _("Month"), lambda one: (one.offered_on.replace(day=1), "")),
    ]
    return Answers(
        n=len(rows),
        n_people=len({one.person_id for one in rows}),
        n_signposts=sum(1 for _one in extract.signposts(project, from_on, to_on)),
        funnel=_picture(funnel(one.walked for one in rows)),
        tables=[table for cut in cuts for table in _cut(*cut, rows, today)],
        reasons=_reasons(rows, agencies),
    )


@dataclass(frozen=True)
class PathwayShown:
    """A pathway with its funnel. `version`: in the words that are in use; `steps`: each with its agencies' names."""

    version: PathwayVersion
    picture: Picture
    n_people: int
    steps: list[tuple[Step, str]]


def of_pathway(project: Project, version: PathwayVersion) -> PathwayShown:
    """Who took which step, over all versions of the pathway."""
    taken = list(extract.steps(project, version.code))
    found = steps_reached(version.pathway, taken)
    labels = [translated(step.label) for step in version.pathway.steps]
    title = _("People who took each step")
    describe = _("One bar for each step, as long as people took it; the table says how it went.")
    values = [float(one.n) for one in found]
    ids = {one for step in version.pathway.steps for one in step.agencies}
    names = {str(pk): name for pk, name in Agency.objects.filter(pk__in=ids).values_list("pk", "name")}
    return PathwayShown(
        steps=[
            (step, ", ".join(sorted(names[one] for one in step.agencies if one in names)))
            for step in version.pathway.steps
        ],
        version=version,
        picture=Picture(
            svg=lines("pathway", title=title, describe=describe, labels=labels, values=values),
            legend=SafeString(""),
            table=_steps_table(labels, found),
        ),
        n_people=len({one.person_id for one in taken}),
    )


def in_words(waits: Waited) -> str:
    """How far a row may be read."""
    if not waits.n:
        return _("Nothing was sent yet.")
    if waits.is_few:
        said = ngettext(
            "%(n)d was sent: read it as its own story.", "%(n)d were sent: read them as stories.", waits.n
        )
        return said % {"n": waits.n}
    if waits.median is None:
        return _("Fewer than half were seen so far: no middle can be given.")
    return ""


def _picture(found: Sequence[Reached]) -> Picture:
    title = _("How far referrals came")
    describe = _("One column for each stage, as high as referrals reached it.")
    labels = [lists.label("states", one.stage) for one in found]
    counts = Series(_("Reached it"), [one.n for one in found])
    drawn = picture(
        "funnel", title=title, describe=describe, labels=labels, series=[counts], first_column=_("Stage")
    )
    heads = (_("Reached it"), _("Of those before"), _("Share"), _("Still there"), _("Ended there"))
    columns = [Column(_("Stage")), *(Column(head, is_number=True) for head in heads)]
    rows = [
        [label, one.n, one.before, _share(one), one.n_open, one.n_ended]
        for label, one in zip(labels, found, strict=True)
    ]
    return Picture(svg=drawn.svg, legend=legend("funnel", [counts]), table=Table(title, columns, rows))


def _share(one: Reached) -> str | None:
    if one.is_few:
        return _("too few")
    return f"{round(one.share * 100)} %" if one.share is not None else None


def stage_words(stage: str) -> str:
    """A stage over a column: what was reached, in a word or two."""
    told = {
        OFFERED: _("Offered"),
        SENT: _("Sent"),
        RECEIVED: _("Received"),
        ACCEPTED: _("Accepted"),
        ATTENDED: _("Seen"),
        ENGAGED: _("Going on"),
        COMPLETED: _("Completed"),
    }
    return told[stage]


def _cut(caption: str, heading: str, key: Key, rows: Iterable[Followed], today: date) -> list[Table]:
    """How far they came, and how long it took: two tables, since one would be wider than a page."""
    groups: dict[Any, list[Followed]] = {}
    for one in rows:
        groups.setdefault(key(one), []).append(one)
    named = [(name, groups[name, whose]) for name, whose in sorted(groups)]
    heads = (_("Sent"), _("Middle wait (days)"), _("Still waiting"))
    return [
        Table(
            caption=caption,
            columns=[Column(heading), *(Column(stage_words(stage), is_number=True) for stage in COUNTED)],
            rows=[_reached(name, found) for name, found in named],
        ),
        Table(
            caption=_("Waits: %s") % caption,
            columns=[
                Column(heading),
                *(Column(head, is_number=True) for head in heads),
                Column(_("What it can say")),
            ],
            rows=[_waits(name, found, today) for name, found in named],
        ),
    ]


def _reached(name: Any, rows: list[Followed]) -> list[object]:
    reached = {one.stage: one.n for one in funnel(row.walked for row in rows)}
    return [_label(name), *(reached[stage] for stage in COUNTED)]


def _waits(name: Any, rows: list[Followed], today: date) -> list[object]:
    waits = waited(wait for row in rows if (wait := row.wait(SENT, ATTENDED, today)))
    waiting = waits.n_waiting if waits.n else None
    return [_label(name), waits.n, waits.median, waiting, in_words(waits)]


def _label(name: Any) -> object:
    return days.month(name) if isinstance(name, date) else name


def _where(one: Followed, agencies: dict[Any, str], services: dict[Any, str]) -> tuple[str, Any]:
    agency = agencies.get(one.agency, "")
    named = f"{agency}: {services[one.service]}" if one.service in services else agency
    return named, one.service or one.agency


def _reasons(rows: Iterable[Followed], agencies: dict[Any, str]) -> Table:
    """Why they ended short: a line for each agency and reason, the most frequent first, out of all that ended there."""
    counts: dict[tuple[str, Any], dict[str, int]] = {}
    for one in rows:
        if one.reason:
            line = counts.setdefault((agencies.get(one.agency, ""), one.agency), {})
            line[one.reason] = line.get(one.reason, 0) + 1
    lines_of = [
        [name, lists.label("reasons", code), n, sum(counts[name, agency].values())]
        for name, agency in sorted(counts)
        for code, n in sorted(counts[name, agency].items(), key=lambda each: (-each[1], each[0]))
    ]
    heads = (_("Times"), _("Of all that ended short there"))
    columns = [Column(_("Agency")), Column(_("Why")), *(Column(head, is_number=True) for head in heads)]
    return Table(caption=_("Why they ended short, by agency"), columns=columns, rows=lines_of)


def _steps_table(labels: Sequence[str], found: Sequence[StepCount]) -> Table:
    heads = (_("People"), _("Came on from the step before"), _("Of"), _("Times"), _("On to the next"))
    more = (_("Nothing further needed"), _("At it now"), _("Not yet"), _("Stopped for now"))
    columns = [Column(_("Step")), *(Column(head, is_number=True) for head in (*heads, *more))]
    rows = [
        [
            label,
            one.n,
            one.n_came if one.before is not None else None,
            one.before,
            one.n_times,
            one.n_done,
            one.n_not_needed,
            one.n_going,
            one.n_not_yet,
            one.n_stopped,
        ]
        for label, one in zip(labels, found, strict=True)
    ]
    return Table(caption=_("What came of each step"), columns=columns, rows=rows)
