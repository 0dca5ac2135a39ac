"""What was typed survives the lock.

A form sent after the session locked is answered with the unlock page, which carries the typed fields as hidden
ones. The right passphrase answers 307: the browser sends the same fields again to the form's own address.
Nothing of it is stored on the server. A form whose session has ended comes back the same way (`failures`).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yarrow.staff.forms import UnlockForm

PASSPHRASE, MARK = "unlock_passphrase", "unlock_carries"
OURS = {PASSPHRASE, MARK, "csrfmiddlewaretoken"}


def unlock_step(request: HttpRequest) -> HttpResponse:
    """The unlock page in place of the form's answer, with the typed fields inside."""
    return page(request, UnlockForm(), back=request.get_full_path(), carries=True, status=403)


def page(
    request: HttpRequest, form: UnlockForm, *, back: str, carries: bool, status: int = 200
) -> HttpResponse:
    """Draw the unlock page."""
    context = {
        "form": form,
        "back": back,
        "carried": fields(request) if carries else [],
        "carries": carries,
        "lost_files": bool(request.FILES),
    }
    return render(request, "entrance/unlock_session.html", context, status=status)


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Every typed field of a POST, repeated names included, without what belongs to the unlock page."""
    return [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values]


def is_own_form(request: HttpRequest) -> bool:
    """Whether one of our pages of a project sent this form, by what the browser says: another site's is not offered."""
    return (
        request.method == "POST"
        and request.path.startswith("/p/")
        and request.headers.get("Sec-Fetch-Site") == "same-origin"
    )


def strip(request: Any) -> None:
    """Take the passphrase out of a form that was sent again, before its own view sees it."""
    if request.method != "POST" or MARK not in request.POST or request.path.startswith("/unlock/"):
        return
    cleaned = request.POST.copy()
    for name in (PASSPHRASE, MARK):
        cleaned.pop(name, None)
    request.POST = cleaned
