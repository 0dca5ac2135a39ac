"""Whoever reported comes back with their words. Nothing stays in the browser: the form carries a pass for a while."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yarrow.methods.refusals import Fault, Refusal
from yarrow.pocket import report_door, showing
from yarrow.pocket.carrying import WORDING
from yarrow.pocket.report_door import ENVELOPE, GO, LEAVE, NO_ENTRY, PASS, AtDoor
from yarrow.pocket.report_form import Drawing, Typed
from yarrow.pocket.views import taken_from_anywhere
from yarrow.safety import actions, visits
from yarrow.safety.becoming import Became, became, free_addition
from yarrow.safety.errors import VisitOver
from yarrow.safety.visits import Visit
from yarrow.staff.access import allow
from yarrow.ui.sentences import translated

TICKET, MORE = "~ticket", "~more"
OLD = gettext_noop("This page is from before a change here. Open it again.")
ENTER, ADD, CHOOSE, TAKE_BACK, UNSURE = "enter", "add", "choose", "take_back", "unsure"
DONE = (ADD, CHOOSE, UNSURE)
# Why the words are asked for, and the status of the page.
ASKED = {"": 200, "wrong": 200, "busy": 429}


@taken_from_anywhere
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="come back to a report with its words: no account, no cookie", state="open")
def come_back(request: HttpRequest, door: str) -> HttpResponse:
    """Asks for the words; then what became of the report, and what can be changed."""
    found = report_door.found(request, door)
    if found is None:
        return showing.closed(request)
    return Returning(request, found, timezone.now()).page()


class Returning(AtDoor):
    """One request of somebody who comes back. It works after the door was closed, too."""

    def page(self) -> HttpResponse:
        """Whatever comes next."""
        if self.request.method != "POST":
            return self._asks()
        if self.sent.get(GO) == LEAVE:
            return self._left()
        if self.sent.get(GO) == ENTER:
            return self._enter()
        if TICKET in self.sent and WORDING in self.sent:
            return self._asks()
        visit = self.visit()
        if visit is None:
            return self._asks(VisitOver())
        try:
            return self._act(visit)
        except VisitOver as over:
            return self._asks(over)
        except (Refusal, Fault) as refusal:
            return self._seen(visit, refusal=refusal)

    def _enter(self) -> HttpResponse:
        with self.slowly() as may_go_on:
            if not may_go_on:
                return self._asks(why="busy")
            phrase, ticket = self.sent.get("words", ""), self.sent.get(TICKET, "")
            visit = actions.enter(phrase=phrase, ticket=ticket, **self.told)
        return self._seen(visit) if visit is not None else self._asks(why="wrong")

    def _left(self) -> HttpResponse:
        """The quick exit of every page with a pass, whether reports are taken here now or not."""
        visit = visits.read_pass(self.project.id, self.sent.get(PASS, ""), self.at, visits.EVER)
        if visit is not None:
            actions.leave_visit(visit=visit, **self.told)
        return showing.away(self.request)

    def _act(self, visit: Visit) -> HttpResponse:
        go = self.sent.get(GO)
        if go == ADD:
            self._add(visit)
        elif go == CHOOSE:
            said = {name: self.typed.one(name) for name in ("level", "tell", "release")}
            actions.choose_anew(visit=visit, said=said, **self.told)
        elif go == TAKE_BACK:
            if self.sent.get("sure") == "1":
                return self._take_back(visit)
            go = UNSURE
        return self._seen(visit, done=go if go in DONE else "")

    def _add(self, visit: Visit) -> None:
        said: dict[str, Any] = {"words": self.sent.get("words", "")}
        if ENVELOPE in self.sent:
            said = {"envelope": self.sent[ENVELOPE].encode()}
        actions.add_words(visit=visit, entry_id=self.entry() or NO_ENTRY, **said, **self.told)

    def _take_back(self, visit: Visit) -> HttpResponse:
        actions.take_back_mine(visit=visit, **self.told)
        return self.drawn("report_gone", {})

    @property
    def _unsent(self) -> str:
        """What was written and has not arrived: it goes along with the page that asks for the words, kept nowhere."""
        is_asked = TICKET in self.sent or self.sent.get(GO) == ENTER
        return str(self.sent.get(MORE if is_asked else "words", ""))

    def _asks(self, refusal: Refusal | None = None, why: str = "") -> HttpResponse:
        """The page that asks for the words: the same for wrong ones, for unknown ones and for a page used before."""
        status = refusal.status if refusal is not None else ASKED[why]
        context = {
            "ticket": visits.new_ticket(self.project.id, self.at),
            "is_open": self.door.closed_at is None,
            "why": why or ("over" if refusal is not None else ""),
            "unsent": self._unsent,
        }
        return self.drawn("report_back", context, status)

    def _seen(self, visit: Visit, *, done: str = "", refusal: Refusal | Fault | None = None) -> HttpResponse:
        """What became of it, what was replied, and what can be changed."""
        try:
            replies = actions.read_replies(visit=visit, **self.told)
        except VisitOver as over:
            return self._asks(over)
        now = became(self.project, visit.report_id)
        context = {
            "held": self.passed(visit),
            "became": now,
            "replies": replies,
            "report_id": visit.report_id,
            "addition": free_addition(self.project, visit.report_id),
            "sealing": report_door.sealing_to(self.project),
            "is_open": self.door.closed_at is None,
            "done": done,
            "typed": "" if done == ADD else self._unsent,
        }
        if refusal is None:
            return self.drawn("report_seen", {**context, **self._choice(now, done, {})})
        with translation.override(showing.spoken(self.language)):
            said = translated(refusal.message) if isinstance(refusal, Refusal) else translated(OLD)
        status, field = (refusal.status, refusal.field or "") if isinstance(refusal, Refusal) else (409, "")
        context |= {"error": said, "at": field, **self._choice(now, done, {field: said})}
        return self.drawn("report_seen", context, status)

    def _choice(self, now: Became, done: str, wrong: dict[str, str]) -> dict[str, Any]:
        """How far it goes: as it stands on the page that was sent while nothing was done, else as it holds.

        Nothing is chosen where that is still locked.
        """
        typed, chosen = self.typed, now.chosen
        if done in (ADD, CHOOSE) or "tell" not in self.sent:
            said = {"level": chosen.level, "tell": chosen.tell, "release": chosen.release} if chosen else {}
            typed = Typed(said)
        with translation.override(showing.spoken(self.language)):
            return Drawing(typed, (), self.today, wrong).choice()
