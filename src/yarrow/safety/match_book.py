"""Every description that may be compared: opened once, kept in a sealed book, made ready to be weighed.

Whoever said that nobody may hear of a match is not read at all. Of a report in escrow no words are compared, neither
what happened nor what was told of the person in sentences: only numbers, plates, names and codes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import compress
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from yarrow.methods.incidents import Book
from yarrow.safety import rules
from yarrow.safety.described import described
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.regions import region_of
from yarrow.safety.register import Register, Told, codes
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import at_once, books, opening
from yarrow.vault.actors import Actor
from yarrow.vault.books import Column, Index
from yarrow.vault.prepared import PreparedLists

PLAIN = ("id", "received_at", "reporter_id", "month", "kinds")
FACTS, WORDS, DESCRIBED = "incident.facts", "incident.words", "incident.described"
# Of one offender, in sentences.
IN_WORDS = ("words", "address")
# Nothing is worked out beforehand: making the engine's book costs less than reading what would be kept.
INDEX = Index("1", lambda _values, _former: None)


def _rows(project_id: UUID) -> list[Any]:
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef("pk")).order_by(
        "-said_at", "-id"
    )
    chosen = said.values_list(Concat("level", Value(" "), "tell", Value(" "), "release"))[:1]
    reports = Report.objects.filter(project=project_id).annotate(chosen=Subquery(chosen))
    offenders = Offender.objects.filter(project=project_id)
    return [
        at_once.steady(reports.values_list(*PLAIN, "chosen", "zone__code", "facts", "words")),
        at_once.steady(offenders.values_list("id", "report_id", "described")),
    ]


_rows_of = PreparedLists(_rows)


class MatchBook:
    """What is read of a project's reports, before anything of it is opened."""

    def __init__(self, project: Project) -> None:
        self._project = project
        (*plain, chosen, zones, facts, words), offenders = map(at_once.columns, _rows_of(project.pk))
        self._chosen = {
            raw: Chosen(*(said or "").split()) for raw, said in zip(plain[0], chosen, strict=True)
        }
        is_heard = [rules.may_match(said) for said in self._chosen.values()]
        self._plain = {raw: (came, *more) for raw, came, *more in zip(*plain, strict=True)}
        self._reports = [
            list(compress(column, is_heard)) for column in (plain[0], plain[4], zones, facts, words)
        ]
        heard = set(self._reports[0])
        self._offenders = [
            list(compress(column, [raw in heard for raw in offenders[1]])) for column in offenders
        ]

    def columns(self) -> list[Column]:
        """What is sealed of them; no words of one in escrow."""
        ids, _kinds, _zones, facts, words = self._reports
        is_open = [rules.is_text_open(self._chosen[raw]) for raw in ids]
        open_ids = list(compress(ids, is_open))
        keys, owners, said = self._offenders
        return [
            Column(Report, FACTS, ids, ids, facts),
            Column(Report, WORDS, open_ids, open_ids, list(compress(words, is_open))),
            Column(Offender, DESCRIBED, keys, owners, said),
        ]

    def made(self, opened: books.Book) -> Register:
        """The register: what is erased meanwhile is not in it."""
        ids, kinds, zones = self._reports[:3]
        columns = self.columns()
        n_facts, n_words = len(ids), len(columns[1].ids)
        facts = dict(zip(ids, opened.values[:n_facts], strict=True))
        words = dict(zip(columns[1].ids, opened.values[n_facts : n_facts + n_words], strict=True))
        of_report = {
            raw: (codes(said), zone or "") for raw, said, zone in zip(ids, kinds, zones, strict=True)
        }
        heard = {at_once.as_id(raw): self._chosen[raw] for raw in ids}
        region = region_of(self._project.time_zone)
        register = Register({}, Book(region=region), heard, region, self._project, self._plain)
        for raw, owner, said in zip(*self._offenders[:2], opened.values[n_facts + n_words :], strict=True):
            if said is None:
                continue
            key, report_id, (coded, zone) = at_once.as_id(raw), at_once.as_id(owner), of_report[owner]
            known = facts[owner] or {}
            if owner not in words:
                said = {name: says for name, says in said.items() if name not in IN_WORDS}
            source, text = str(self._plain[owner][1]), words.get(owner) or ""
            one = described(key, report_id, said, known, kinds=coded, zone=zone, words=text, source=source)
            register.told[key] = Told(one, report_id, said, known, self._chosen[owner], source)
            register.book.add(one)
        return register


def read_register(by: Actor, project: Project, *, act: str) -> Register:
    """Everything that may be compared, opened for a page with one row on the trail. Raises Locked, NoGrant."""
    with _nothing_collected():
        match_book = MatchBook(project)
        with opening.reading(by, project.pk, act=act) as page:
            opened = page.open_book(match_book.columns(), INDEX)
        return match_book.made(opened.value)


def read_unrecorded(by: Actor, project: Project) -> Register:
    """The same where nothing of it is shown: whoever asks notes on the trail that reports were compared."""
    with _nothing_collected():
        match_book = MatchBook(project)
        return match_book.made(books.read(project.pk, match_book.columns(), INDEX, by.key))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A million values are made, and none of them is garbage: looking for some takes as long as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
