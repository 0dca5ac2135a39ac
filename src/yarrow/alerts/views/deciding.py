"""What is decided about an alert: proposed, sent back, published and sent, corrected, recalled, looked at, renewed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yarrow.alerts import alert_rules, board_words, showing, whole
from yarrow.alerts.actions import arming, drafting, publishing
from yarrow.alerts.errors import WrongStep
from yarrow.alerts.feeding import latest_texts
from yarrow.alerts.forms.alerts import WhyForm
from yarrow.alerts.models import Alert, AlertText
from yarrow.alerts.views.alerts import act
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.ui.sentences import translated


@require_POST
@allow(*alert_rules.WRITERS, purpose="propose an alert to a second person")
def propose_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """Nothing leaves yet."""
    said = _("It waits for a second person. Nothing has left.")
    return _done(request, alert_id, said, lambda text: _propose(request, text))


@allow(*alert_rules.WRITERS, purpose="publish an alert that a colleague proposed", step_up=True)
def publish_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """The words exactly as they leave, once more; then they leave."""
    alert_rules.check_may_write(request.actor, request.project)
    found = whole.whole(request.project, alert_id)
    if request.method == "POST":
        text = found.text
        publishing.publish(
            text=text, version=alert_rules.version_of(request.POST.get("version")), **act(request)
        )
        messages.success(request, _("Published. It stands on members' pages; messages go out below."))
        return redirect(request.project.url("alerts:show_alert", alert_id))
    context = showing.alert_page(request.actor, found, timezone.now())
    if not context["is_proposed"]:
        raise WrongStep()
    return render(request, "alerts/publish_alert.html", context)


@require_POST
@allow(*alert_rules.WRITERS, purpose="hand the next messages of an alert to the sender")
def send_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """A few hundred with each press; the page presses by itself until all are handed over."""
    text = _published(showing.alert_in(request.project, alert_id))
    arming.arm_next(text=text, **act(request))
    return redirect(request.project.url("alerts:show_alert", alert_id))


@require_POST
@allow(*alert_rules.WRITERS, purpose="put published words back after the server's key was lost")
def put_words_back(request: Any, alert_id: UUID) -> HttpResponse:
    """After a move to another server: the key is in no backup."""
    said = _("The words stand on members' pages again.")
    return _done(
        request,
        alert_id,
        said,
        lambda text: publishing.put_words_back(text=_published(text.alert), **act(request)),
    )


@require_POST
@allow(*alert_rules.WRITERS, purpose="begin a correction of an alert in force")
def correct_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """What stands goes on until the correction is published."""
    alert = showing.alert_in(request.project, alert_id)
    words = board_words.of_text(_published(alert))
    if not words:
        raise WrongStep()
    drafting.begin_correction(alert=alert, words=words, **act(request))
    return redirect(request.project.url("alerts:change_draft", alert_id))


@require_POST
@allow(*alert_rules.WRITERS, purpose="drop a draft of an alert")
def drop_draft(request: Any, alert_id: UUID) -> HttpResponse:
    """Nobody gets it."""
    return _done(
        request,
        alert_id,
        _("Dropped. Nothing has left."),
        lambda text: drafting.drop(text=text, **act(request)),
    )


@require_POST
@allow(*alert_rules.WRITERS, purpose="say that an alert still holds")
def review_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """It is looked at again in three months."""
    said = _("Noted. It comes up again in three months.")
    return _done(
        request, alert_id, said, lambda text: publishing.mark_reviewed(alert=text.alert, **act(request))
    )


@sensitive_post_parameters()
@allow(*alert_rules.WRITERS, purpose="send a proposed alert back, with a reason")
def send_back_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """Whoever proposed it reads why."""
    words = {"title": _("Send it back"), "about": _("It is a draft again."), "button": _("Send it back")}
    return _with_reason(
        request, alert_id, words, lambda text, why: drafting.send_back(text=text, why=why, **act(request))
    )


@sensitive_post_parameters()
@allow(*alert_rules.WRITERS, purpose="recall an alert: whoever got it is told", step_up=True)
def recall_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """One person is enough: waiting for a second could hurt somebody."""
    about = _("Whoever got it is told that it no longer holds, and it leaves members' pages.")
    words = {"title": _("Recall this alert"), "about": about, "button": _("Recall it")}
    return _with_reason(
        request,
        alert_id,
        words,
        lambda text, why: publishing.recall(alert=text.alert, why=why, **act(request)),
    )


@sensitive_post_parameters()
@allow(
    *alert_rules.WRITERS, purpose="ask that an alert stands twelve months more, or agree to it", step_up=True
)
def renew_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """Two people, each with a reason."""
    alert = showing.alert_in(request.project, alert_id)
    is_asked = publishing.asked_by(alert) is not None
    about = _("A colleague asked for twelve months more.") if is_asked else _("A second person has to agree.")
    button = _("Let it stand twelve months more") if is_asked else _("Ask for twelve months more")
    words = {"title": _("Twelve months more"), "about": about, "button": button}
    decide = publishing.renew if is_asked else publishing.ask_renewal
    return _with_reason(
        request, alert_id, words, lambda text, why: decide(alert=text.alert, why=why, **act(request))
    )


def _published(alert: Alert) -> AlertText:
    """The latest of its texts that was published. Raises WrongStep."""
    text = latest_texts([alert]).get(alert.pk)
    if text is None:
        raise WrongStep()
    return text


def _propose(request: Any, text: Any) -> Any:
    return drafting.propose(
        text=text, version=alert_rules.version_of(request.POST.get("version")), **act(request)
    )


def _done(request: Any, alert_id: UUID, said: str, do: Callable[[Any], Any]) -> HttpResponse:
    """One press: done, or refused with a sentence on the same page."""
    text = showing.latest_text(showing.alert_in(request.project, alert_id))
    try:
        do(text)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, translated(refusal.message))
    else:
        messages.success(request, said)
    return redirect(request.project.url("alerts:show_alert", alert_id))


def _with_reason(
    request: Any, alert_id: UUID, words: dict[str, str], do: Callable[[Any, str], Any]
) -> HttpResponse:
    """A page that asks why."""
    alert_rules.check_may_write(request.actor, request.project)
    text = showing.latest_text(showing.alert_in(request.project, alert_id))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            do(text, form.cleaned_data["why"])
            messages.success(request, _("Written down."))
            return redirect(request.project.url("alerts:show_alert", alert_id))
    return render(request, "alerts/say_why.html", {"alert": text.alert, "form": form, **words})
