"""The languages of the interface: how far each is, its messages, and who stands by them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as said
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.languages import actions, queries
from yarrow.languages.forms import FindForm, SignForm
from yarrow.staff.access import allow
from yarrow.staff.queries import places_of
from yarrow.staff.roles import COLLEAGUES
from yarrow.ui.languages import Language


@require_safe
@allow(purpose="what a draft of a language is, and how far each language is", state="open")
def explain_drafts(request: Any) -> HttpResponse:
    """For everybody, also before signing in: shares, and no names."""
    places = places_of(request.user) if request.user.is_authenticated else []
    context = {"standings": queries.standings(), "places": places}
    return render(request, "languages/explain_drafts.html", context)


@require_safe
@allow(*COLLEAGUES, purpose="how far each language is, and who signed it off", state="add_only")
def list_languages(request: Any) -> HttpResponse:
    """One line for each language."""
    lines = queries.lines(request.project, request.actor.id)
    return render(request, "languages/list_languages.html", {"lines": lines})


@require_safe
@allow(*COLLEAGUES, purpose="read a language's messages beside the English", state="add_only")
def read_messages(request: Any, language: str) -> HttpResponse:
    """A page of messages, and the form that signs them off."""
    return _page(request, _language(language), SignForm())


@require_POST
@allow(*COLLEAGUES, purpose="stand by a language's messages", state="add_only")
def sign_off(request: Any, language: str) -> HttpResponse:
    """Signed off as they are now."""
    known, form = _language(language), SignForm(request.POST)
    if form.is_valid():
        with form.saying_refusals():
            actions.sign_off(project=request.project, language=known, by=request.actor, at=timezone.now())
            said.success(request, _("Signed off. Thank you."))
            return redirect(request.project.url("languages:list_languages"))
    return _page(request, known, form)


@require_POST
@allow(*COLLEAGUES, purpose="no longer stand by a language's messages", state="add_only")
def withdraw_sign_off(request: Any, language: str) -> HttpResponse:
    """Taken back; the language may be a draft again."""
    actions.withdraw_sign_off(
        project=request.project, language=_language(language), by=request.actor, at=timezone.now()
    )
    said.success(request, _("Your sign-off is taken back."))
    return redirect(request.project.url("languages:list_languages"))


def _language(code: str) -> Language:
    found = queries.language_of(code)
    if found is None:
        raise Http404
    return found


def _page(request: Any, language: Language, sign: SignForm) -> HttpResponse:
    find = FindForm(request.GET)
    asked = find.asked()
    found = queries.reading(language, worker_id=request.actor.id, **asked)
    signed = queries.signed_in(request.project, language, request.actor.id)
    context = {
        "speech": language,
        "find": find,
        "form": sign,
        "found": found,
        "standing": queries.standing(language),
        "is_signed": any(one.is_mine for one in signed),
        "previous_url": _other(asked, found.page - 1) if found.page > 1 else "",
        "next_url": _other(asked, found.page + 1) if found.page < found.n_pages else "",
    }
    return render(request, "languages/read_messages.html", context)


def _other(asked: dict[str, Any], page: int) -> str:
    return "?" + urlencode({**asked, "page": page})
