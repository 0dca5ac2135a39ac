"""A partner opens what was shared with them, and says what came of it: one page, for every link the same.

Looking at the page opens nothing, so that whoever tries links in mail burns none. What is sent is the token, the code
and, in two taps, an answer.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yarrow.methods.refusals import Refusal
from yarrow.people import purposes
from yarrow.pocket import flood, showing
from yarrow.pocket.views import taken_from_anywhere
from yarrow.sharing import lists
from yarrow.sharing.actions import Unpacked, answer_package, fetch_file, open_package
from yarrow.sharing.downloads import as_download
from yarrow.sharing.errors import Ended, NoPackage
from yarrow.sharing.links import tidied
from yarrow.staff.access import allow

MOST_LETTERS = 4096


@taken_from_anywhere
@sensitive_post_parameters()
@sensitive_variables("token", "code", "found")
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="open what was shared with a partner by its link: no account, no cookie", state="open")
def unpack(request: HttpRequest) -> HttpResponse:
    """Asks for the code; then the facts, and what the partner may answer."""
    if request.method != "POST" or not _is_small(request):
        return _asks()
    token, code = tidied(request.POST.get("token", "")), request.POST.get("code", "")
    if flood.is_tried_too_often(token):
        return _asks(token, _("This link was tried very often just now. Wait a minute."), 429)
    with flood.slowly() as may_go_on:
        if not may_go_on:
            return _asks(token, _("Very many are trying just now. Try again in a few seconds."), 429)
        return _opened(request, token, code)


def _opened(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """The facts, or what came of an answer; a refusal in its words."""
    try:
        if "file" in request.POST:
            return as_download(fetch_file(token=token, code=code, at=timezone.now()))
        if "answer" in request.POST:
            return _answered(request, token, code)
        return _shown(token, code, open_package(token=token, code=code, at=timezone.now()))
    except Ended as refusal:
        return showing.page("package_ended", {"said": refusal.message}, status=refusal.status)
    except NoPackage as refusal:
        return _asks("", refusal.message, refusal.status)
    except Refusal as refusal:
        return _asks(token, refusal.message, refusal.status)


def _answered(request: Any, token: str, code: str) -> HttpResponse:
    """The first tap says what came of it; a refusal asks for its reason, which is the second."""
    answer, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    if answer == "refused" and not reason:
        context = {"token": token, "code": code, "reasons": lists.choices("reasons"), "url": _address()}
        return showing.page("package_reasons", context)
    answer_package(token=token, code=code, answer=answer, reason=reason, at=timezone.now())
    return showing.page("package_answered", {"said": lists.label("answers", answer)})


def _shown(token: str, code: str, found: Unpacked) -> HttpResponse:
    rows = [(lists.label("facts", fact), says) for fact, says in found.said.items()]
    about = lists.about_files() & set(found.said)
    share = found.package.share
    context = {
        "rows": rows,
        "file": found.said[min(about)] if about and found.kind else "",
        "kind": found.kind.upper(),
        "token": token,
        "code": code,
        "answers": lists.choices("answers"),
        "agency": share.agency.name,
        "project_name": share.project.name,
        "purpose": purposes.purpose_of(share.purpose).name if share.purpose else "",
        "n_left": found.package.most_openings - found.package.n_openings,
        "until": found.package.until,
        "url": _address(),
    }
    return showing.page("package", context)


def _asks(token: str = "", error: str = "", status: int = 200) -> HttpResponse:
    context = {"token": token, "error": error, "errors": bool(error), "url": _address()}
    return showing.page("package_asks", context, status=status)


def _address() -> str:
    return reverse("packages:unpack")


def _is_small(request: HttpRequest) -> bool:
    """Whether what was sent could be a token, a code and an answer."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) <= MOST_LETTERS
