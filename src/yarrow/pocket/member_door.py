"""At the door of a project's members: whose it is, who is here, in which language, and how its pages are drawn.

No account and no cookie: whoever gave their phrase carries a token in each page's own form (`alerts.stays`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yarrow.alerts import doors, stays
from yarrow.methods.refusals import Fault, Refusal
from yarrow.pocket import flood, showing
from yarrow.pocket.carrying import IN, WORDING, is_easy
from yarrow.pocket.views import taken_from_anywhere
from yarrow.staff.access import allow
from yarrow.staff.models import Project
from yarrow.ui.sentences import translated
from yarrow.vault import fence

STAY, SAVE = "~stay", "~save"
MOST_LETTERS = 32 * 1024
Page = Callable[["AtMembers"], HttpResponse]


class AtMembers:
    """One request of somebody at this door. `here`: the member, if they are signed in."""

    def __init__(self, request: HttpRequest, token: str, project: Project, at: datetime) -> None:
        self.request, self.door, self.project, self.at = request, token, project, at
        self.today = at.astimezone(project.zone).date()
        self.sent: Any = request.POST
        self.wrong: dict[str, str] = {}

    @cached_property
    def here(self) -> stays.Here | None:
        """Who is signed in, by the token that was sent with the page."""
        return stays.found(self.project, self.sent.get(STAY, ""), self.at)

    @property
    def whom(self) -> stays.Here:
        """Who is here. A page that is `signed_in` is drawn for nobody else."""
        if self.here is None:
            raise Fault("a page of a member was drawn for nobody")
        return self.here

    @cached_property
    def language(self) -> str:
        """As the page before, as the member's own, or as the browser asks."""
        spoken, offered = self.sent.get(IN, ""), [code for code, _name in settings.LANGUAGES]
        if spoken in offered:
            return str(spoken)
        if self.here is not None and self.here.member.language in offered:
            return self.here.member.language
        return showing.wanted(self.request, offered)

    @property
    def is_saved(self) -> bool:
        """Whether the page's own button was pressed: not the one that turns the wording, nor a link to the page."""
        return self.request.method == "POST" and SAVE in self.sent and WORDING not in self.sent

    @property
    def is_typed(self) -> bool:
        """Whether the page was sent with what stands on it, so that it is to be shown again."""
        return self.request.method == "POST" and (SAVE in self.sent or WORDING in self.sent)

    def text(self, name: str) -> str:
        """What was typed in a box; never a null byte, which no database takes."""
        return str(self.sent.get(name, "")).replace("\x00", "")

    @contextmanager
    def saying_refusals(self) -> Iterator[None]:
        """Do something with what was typed; what is refused is said at its box."""
        try:
            yield
        except Refusal as refusal:
            self.wrong[refusal.field or ""] = translated(refusal.message)

    def slowly(self) -> Any:
        """A try of what takes memory and time, among all at this door."""
        return flood.slowly(("members", self.project.pk), flood.MOST_A_MINUTE)

    def url(self, name: str) -> str:
        """An address of this door."""
        return reverse(f"members:{name}", args=[self.door])

    def drawn(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page of this door. It carries the token of whoever is here, and the language."""
        hidden = [(IN, self.language)]
        if self.here is not None:
            hidden.append((STAY, self.here.token))
        said = {
            "request": self.request,
            "is_easy": is_easy(self.request),
            "hidden": hidden,
            "at_door": self,
            "wrong": self.wrong,
            "errors": list(self.wrong.items()),
            "is_here": self.here is not None,
            **{
                f"{each}_url": self.url(each)
                for each in ("enter", "begin", "ways", "choices", "check", "leave", "out")
            },
            **context,
        }
        return showing.page(name, said, self.language, status)


def page(purpose: str, *, signed_in: bool) -> Callable[[Page], Callable[..., HttpResponse]]:
    """A page of this door. `signed_in`: whoever is not here is asked for their phrase in its place."""

    def wrapped(draw: Page) -> Callable[..., HttpResponse]:
        @taken_from_anywhere
        @sensitive_post_parameters()
        @sensitive_variables()
        @require_http_methods(["GET", "HEAD", "POST"])
        @allow(purpose=purpose, state="open")
        def view(request: HttpRequest, door: str) -> HttpResponse:
            at = found(request, door, timezone.now())
            if at is None:
                return showing.closed(request)
            with translation.override(showing.spoken(at.language)):
                if signed_in and at.here is None:
                    return asks(at)
                return draw(at)

        view.__name__, view.__doc__ = draw.__name__, draw.__doc__
        return view

    return wrapped


def found(request: HttpRequest, token: str, at: datetime) -> AtMembers | None:
    """The door behind an address; None for one that never was. Enters its project."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_LETTERS:
        return None
    door = doors.found(token)
    if door is None:
        return None
    fence.enter(door.project_id)
    return AtMembers(request, token, door.project, at) if door.project.is_live else None


def asks(at: AtMembers, status: int = 200) -> HttpResponse:
    """The page that asks for the phrase."""
    context = {
        "languages": showing.named(code for code, _name in settings.LANGUAGES),
        "was_here": bool(at.sent.get(STAY)),
        "hidden": [(IN, at.language)],
    }
    return at.drawn("member_asks", context, status)
