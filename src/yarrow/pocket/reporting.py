"""Somebody tells a project what happened: one page of questions, each of which may be passed over."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yarrow.contacts.models import Zone
from yarrow.methods.refusals import Fault, Refusal
from yarrow.pocket import report_door, showing
from yarrow.pocket.carrying import ENTRY, WORDING
from yarrow.pocket.report_door import ENVELOPE, GO, AtDoor
from yarrow.pocket.report_form import PERSONS, Drawing
from yarrow.pocket.views import taken_from_anywhere
from yarrow.safety import actions, doors
from yarrow.safety.told import MOST_OFFENDERS
from yarrow.staff.access import allow
from yarrow.ui.sentences import translated

SEND, ANOTHER, SPEAK = "send", "another", "speak"
LANGUAGE = "~language"
STALE, BUSY = 409, 429


@taken_from_anywhere
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="report an incident by the project's link: no account, no cookie", state="open")
def tell(request: HttpRequest, door: str) -> HttpResponse:
    """The questions, then the words that lead back."""
    found = report_door.found(request, door)
    if found is None or found.closed_at is not None:
        return showing.closed(request)
    return Telling(request, found, timezone.now()).page()


class Telling(AtDoor):
    """One request of somebody who reports."""

    def page(self) -> HttpResponse:
        """Whatever comes next."""
        if not (self.project.is_live and doors.is_read(self.project)):
            # What a script sent stays on its page.
            return self.drawn("report_shut", {}, 503 if self.request.method == "POST" else 200)
        go = self.sent.get(GO, SEND)
        if self.request.method != "POST":
            return self.form()
        if ENVELOPE in self.sent or (go == SEND and WORDING not in self.sent):
            return self._send()
        return self.form(go)

    def form(self, go: str = "", wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
        """The questions, with what was typed so far."""
        wanted = self.sent.get(LANGUAGE, "")
        if go == SPEAK and wanted in self.offered:
            self.language = wanted
        if go == ANOTHER:
            self.typed.sent = self.typed.sent.copy()
            self.typed.sent[PERSONS] = str(min(self.typed.n_persons + 1, MOST_OFFENDERS))
        with translation.override(showing.spoken(self.language)):
            drawing = Drawing(self.typed, Zone.objects.of(self.project), self.today, wrong or {})
            questions = drawing.context()
        sealing = report_door.sealing_to(self.project)
        carried = [*self._hidden(), (PERSONS, str(self.typed.n_persons))]
        return self.drawn("report", {**questions, "carried": carried, "sealing": sealing}, status)

    def _hidden(self) -> list[tuple[str, str]]:
        return [(ENTRY, str(self.entry() or uuid4())), ("reporter", self.typed.one("reporter"))]

    def _send(self) -> HttpResponse:
        with self.slowly() as may_go_on:
            if not may_go_on:
                return self.form(
                    "", {"": _("Very many are writing just now. Send it again in a minute.")}, BUSY
                )
            try:
                came = actions.come_in(entry_id=self.entry() or uuid4(), **self._said(), **self.told)
            except (Refusal, Fault) as refusal:
                return self._again(refusal)
        held = self.passed(came.visit)
        return self.drawn("report_sent", {"words": came.phrase.split(), "held": held})

    def _said(self) -> dict[str, Any]:
        if ENVELOPE in self.sent:
            return {"envelope": self.sent[ENVELOPE].encode()}
        return {"sent": self.typed.report(self.language, self.today)}

    def _again(self, refusal: Refusal | Fault) -> HttpResponse:
        """The form with what can't be so. What a browser sealed for an earlier key is sealed anew by its script."""
        if not isinstance(refusal, Refusal):
            return self.form("", {}, STALE)
        with translation.override(showing.spoken(self.language)):
            wrong = {refusal.field or "": translated(refusal.message)}
        return self.form("", wrong, STALE if ENVELOPE in self.sent else refusal.status)
