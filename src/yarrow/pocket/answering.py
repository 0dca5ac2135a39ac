"""One page of answering: what was sent with it, and which page follows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from yarrow.measures import queries as measures
from yarrow.measures.models import SafeRoute
from yarrow.measures.questions import Place, drawn, place_of
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Asked, as_typed
from yarrow.pocket import carrying, flood, showing
from yarrow.pocket.carrying import ALL, AT, GO, WORDING, Paper, is_easy
from yarrow.surveys import actions, links, queries
from yarrow.surveys.errors import NotOpen
from yarrow.surveys.models import LINK, TABLET, Survey
from yarrow.vault.actors import Actor

START, SHOW, NEXT, BACK, TURN, SPEAK, SEND = "start", "show", "next", "back", "turn", "speak", "send"
END = "~end"
LEFT = "~left"
# Pages without questions say which one they are, so that the other wording shows the same one again.
PAGE = "~page"
# On a tablet a page that nobody touches goes back to the start.
QUIET_SECONDS, THANKS_SECONDS = 180, 12
NOBODY = Actor.system("pocket")


class Answering:
    """One request of somebody who answers a survey that is open."""

    def __init__(self, request: HttpRequest, survey: Survey, *, is_tablet: bool) -> None:
        self.request, self.survey, self.is_tablet = request, survey, is_tablet
        self.version = survey.form_version
        self.form = form_of(self.version)
        self.zone = survey.project.zone
        self.sent: Any = request.POST
        self.start_url = links.address(survey, is_tablet=is_tablet)

    def page(self) -> HttpResponse:
        """Whatever comes next."""
        if self.request.method != "POST":
            self._spend(self.request.GET.get(LEFT, ""))
            return self._start(showing.wanted(self.request, self.survey.languages))
        paper = carrying.read_paper(self.version, self.sent, self.survey.languages, self.zone)
        if self.is_tablet and queries.is_spent(self.survey, paper.entry_id):
            # Somebody went back in the browser: what the person before them said is not shown again.
            return self._start(paper.language)
        with translation.override(paper.language):
            if WORDING in self.sent:
                return self._same_again(paper)
            return self._after(paper, self.sent.get(GO, NEXT))

    def _after(self, paper: Paper, go: str) -> HttpResponse:
        if paper.wrong:
            return self._questions(paper, str(self.sent.get(AT, "")), self._is_all)
        language = self._spoken(paper, go)
        dangers = carrying.fresh_dangers(self.version, paper)
        place = place_of(self.form, paper.answers)
        target = self._target(go, place)
        if dangers:
            told = replace(paper, told=paper.told | dangers, language=language)
            return self._calm(told, SEND if go == SEND else SHOW, target)
        if go == SEND:
            return self._send(paper)
        return self._questions(replace(paper, language=language), target, (go == TURN) != self._is_all)

    def _same_again(self, paper: Paper) -> HttpResponse:
        """The page that was sent, in the other wording."""
        match self.sent.get(PAGE):
            case "calm":
                return self._calm(paper, str(self.sent.get(GO, SHOW)), str(self.sent.get(AT, "")))
            case "busy":
                return self._busy(paper)
            case "done":
                return self._done(paper.language)
        return self._after(paper, SHOW)

    @property
    def _is_all(self) -> bool:
        return self.sent.get(ALL) == "1"

    def _spoken(self, paper: Paper, go: str) -> str:
        chosen = self.sent.get("~language", "")
        return chosen if go == SPEAK and chosen in self.survey.languages else paper.language

    def _target(self, go: str, place: Place) -> str:
        """The name of the question that follows; END after the last."""
        here, steps = str(self.sent.get(AT, "")), [one.key for one in place.steps]
        if go in (START, SHOW, TURN, SPEAK):
            return here or (steps[0] if steps else END)
        if self._is_all:
            return END
        now = steps.index(here) if here in steps else len(steps) if here == END else -1
        if go == BACK:
            return steps[max(now - 1, 0)] if steps else END
        return steps[now + 1] if now + 1 < len(steps) else END

    # --- Pages ------------------------------------------------------------------------------------------
    def _start(self, language: str) -> HttpResponse:
        about = self.survey.about.get(language, "")
        context = {
            "about": about,
            "languages": showing.named(self.survey.languages),
            "routes": self._routes(),
            "hidden": [(carrying.ENTRY, str(uuid4())), (carrying.IN, language)],
            "closes_on": self.survey.closes_on,
        }
        return self._drawn("start", context, language, None)

    def _questions(self, paper: Paper, at: str, is_all: bool) -> HttpResponse:
        place, language = place_of(self.form, paper.answers), paper.language
        number = max(place.at(at), 0) if at != END else len(place.steps)
        wanted: Sequence[Asked] = place.steps if is_all else place.steps[number : number + 1]
        here = frozenset(one.key for one in wanted)
        kept = as_typed(self.form, paper.answers, language, zone=self.zone)
        boxes = {**kept, **(paper.typed if paper.wrong else {})}
        with translation.override(language):
            questions = list(drawn(place, wanted, boxes, paper.wrong, language))
            context = {
                "questions": questions,
                "errors": [(one.anchor, one.error) for one in questions if one.error],
                "hidden": [
                    *paper.hidden(self.form, language, self.zone, here),
                    (AT, wanted[0].key if wanted else END),
                ],
                "is_all": is_all,
                "is_measure": bool(self.version.form.pack),
                "is_end": not wanted,
                "has_before": number > 0 and not is_all,
                "progress": self._progress(number, len(place.steps)),
                "languages": showing.named(self.survey.languages),
                "chosen_language": language,
                # A page that needs another look does not put off where to turn.
                "routes": self._routes()
                if paper.wrong and carrying.fresh_dangers(self.version, paper)
                else (),
            }
        return self._drawn("questions", context, language, paper.entry_id)

    def _calm(self, paper: Paper, go: str, target: str) -> HttpResponse:
        hidden = [*self._carried(paper), (AT, target), (PAGE, "calm"), (GO, go)]
        if (self.sent.get(GO) == TURN) != self._is_all:
            hidden.append((ALL, "1"))
        context = {"hidden": hidden, "routes": self._routes(), "is_send": go == SEND}
        return self._drawn("calm", context, paper.language, paper.entry_id)

    def _send(self, paper: Paper) -> HttpResponse:
        if flood.is_too_many(self.survey.id):
            return self._busy(paper)
        try:
            actions.take_answers(
                survey=self.survey,
                entry_id=paper.entry_id,
                answers=paper.answers,
                reached=paper.reached,
                how=TABLET if self.is_tablet else LINK,
                language=paper.language,
                project=self.survey.project,
                by=NOBODY,
                at=timezone.now(),
            )
        except NotOpen:
            return showing.closed(self.request)
        return self._done(paper.language)

    def _busy(self, paper: Paper) -> HttpResponse:
        hidden = [*self._carried(paper), (PAGE, "busy"), (GO, SEND)]
        return self._drawn("busy", {"hidden": hidden}, paper.language, paper.entry_id, status=429)

    def _done(self, language: str) -> HttpResponse:
        hidden = [(carrying.IN, language), (PAGE, "done")]
        return self._drawn("done", {"hidden": hidden}, language, None, after=THANKS_SECONDS)

    def _drawn(
        self,
        name: str,
        context: dict[str, Any],
        language: str,
        entry_id: UUID | None,
        *,
        status: int = 200,
        after: int = QUIET_SECONDS,
    ) -> HttpResponse:
        """The page; on a tablet it leads back to the start by itself, and the paper on it is used up."""
        back = f"{self.start_url}?{LEFT}={entry_id}" if entry_id else self.start_url
        said = {
            "project_name": self.survey.project.name if self.survey.says_name else "",
            "start_url": self.start_url,
            "is_tablet": self.is_tablet,
            "is_easy": is_easy(self.request),
            "request": self.request,
            "again": f"{after}; url={back}" if self.is_tablet and name != "start" else "",
            "back_url": back,
        }
        return showing.page(name, {**said, **context}, language, status)

    # --- Parts ------------------------------------------------------------------------------------------
    def _carried(self, paper: Paper) -> list[tuple[str, str]]:
        """The whole paper, for a page on which no question stands."""
        return list(paper.hidden(self.form, paper.language, self.zone, frozenset()))

    def _routes(self) -> QuerySet[SafeRoute]:
        return measures.routes_in(self.survey.project)

    def _spend(self, entry: str) -> None:
        """On a tablet: a paper that was left lying is used up, so that nobody finds it again."""
        try:
            entry_id = UUID(entry)
        except ValueError:
            return
        if self.is_tablet:
            told: dict[str, Any] = {"project": self.survey.project, "by": NOBODY, "at": timezone.now()}
            actions.spend(survey=self.survey, entry_id=entry_id, **told)

    def _progress(self, number: int, of: int) -> str:
        """About how far it is, in words."""
        if number >= of:
            return _("That was the last question")
        share = number / of
        if share < 0.2:
            return _("You are at the beginning")
        if share < 0.45:
            return _("You have done a part of it")
        return _("You are about half way") if share < 0.65 else _("You are near the end")
