"""Gaps in provision: what the directory has for each need, beside what became of those who were sent. True figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.agencies import extract as directory
from yarrow.agencies import lists as codes
from yarrow.agencies.extract import Provision
from yarrow.methods.funnels import FEW, Followed
from yarrow.methods.pathways import REFUSED, SENT
from yarrow.methods.referred import is_slow
from yarrow.referrals import extract
from yarrow.staff.models import Project
from yarrow.ui.tables import Column, Table


@dataclass(frozen=True)
class Gaps:
    """What the page shows. `none_open`: needs that no service in the directory answers now."""

    none_open: list[str]
    none_takes_use: list[str]
    services: Table
    met: Table
    languages: Table


def gaps(project: Project, from_on: date, to_on: date, today: date) -> Gaps:
    """Of the directory as it is today, and of referrals offered in a period as they stand today. Four queries."""
    offered, labels = directory.provision(project), directory.need_labels()
    return Gaps(
        none_open=[labels[need] for need, one in offered.items() if not one.n_open],
        none_takes_use=[labels[need] for need, one in offered.items() if one.n_open and not one.n_take_use],
        services=_services(offered, labels),
        met=_met(list(extract.referrals(project, from_on, to_on)), labels, today),
        languages=_languages(offered),
    )


def _services(offered: dict[str, Provision], labels: dict[str, str]) -> Table:
    heads = (_("Open"), _("In the directory"), _("Take people who use"), _("Do not"), _("Interpreter"))
    rows = [
        [labels[need], one.n_open, one.n, one.n_take_use, one.n_refuse_use, one.n_interpreter]
        for need, one in offered.items()
    ]
    columns = [Column(_("Need")), *(Column(head, is_number=True) for head in heads)]
    return Table(caption=_("Services for each need, as far as is known"), columns=columns, rows=rows)


def _met(rows: Sequence[Followed], labels: dict[str, str], today: date) -> Table:
    sent: dict[str, list[Followed]] = {}
    for one in rows:
        if SENT in one.days:
            sent.setdefault(one.need, []).append(one)
    heads = (_("Sent"), _("Refused"), _("Longer than usual"))
    lines = [_line(labels[need], sent[need], today) for need in labels if need in sent]
    columns = [Column(_("Need")), *(Column(head, is_number=True) for head in heads), Column(_("In words"))]
    return Table(caption=_("What became of those sent"), columns=columns, rows=lines)


def _line(label: str, rows: Sequence[Followed], today: date) -> list[object]:
    refused = sum(one.walked.state == REFUSED for one in rows)
    slow = sum(is_slow(one, today) for one in rows)
    return [label, len(rows), refused, slow, _in_words(len(rows), refused, slow)]


def _in_words(n: int, refused: int, slow: int) -> str:
    said = []
    if refused == n:
        said.append(_("Every one was refused."))
    elif refused + slow >= n:
        said.append(_("Nobody got there in the usual time."))
    if n < FEW:
        few = ngettext("One referral: its own story.", "%(n)d referrals: read them as stories.", n)
        said.append(few % {"n": n})
    return " ".join(said)


def _languages(offered: dict[str, Provision]) -> Table:
    """For each language of the directory, how many needs have an open service in it, or one with an interpreter."""
    spoken = {tag for one in offered.values() for tag, _n in one.languages}
    label = partial(codes.label, "languages")
    rows = []
    for tag in sorted(spoken, key=label):
        has = [need for need, one in offered.items() if tag in dict(one.languages)]
        helped = [need for need, one in offered.items() if need in has or one.n_interpreter]
        rows.append([label(tag), len(has), len(helped), len(offered)])
    heads = (_("Needs with a service in it"), _("Or with an interpreter"), _("Of all needs"))
    columns = [Column(_("Language")), *(Column(head, is_number=True) for head in heads)]
    return Table(caption=_("Languages of the open services"), columns=columns, rows=rows)
