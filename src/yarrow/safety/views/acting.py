"""What is done with a report: a reply, another choice, codes put right, one reporter counted once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yarrow.safety import actions, alike, choices, queries, rules
from yarrow.safety.actions.choosing import check_may_choose
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.forms import ChooseForm, CorrectForm, ReplyForm, SameReporterForm
from yarrow.safety.forms.acting import ask_again
from yarrow.safety.models import Report
from yarrow.safety.views.pages import act, form_page, to
from yarrow.staff.access import allow


@sensitive_post_parameters()
@allow(*rules.READERS, purpose="reply to whoever reported, for their phrase alone to open")
def reply(request: Any, report_id: UUID) -> HttpResponse:
    """A few words; in escrow they begin with the question that is asked again, once somebody else told the same."""
    row = _report(request, report_id)
    is_closed = not rules.is_text_open(choices.standing(request.project, row.pk))
    is_asked = is_closed and alike.is_matched(request.project, row.pk)
    form = ReplyForm(request.POST or None, initial={"words": ask_again(row.language)} if is_asked else {})
    if form.is_sent(request):
        with form.saying_refusals():
            act(request, actions.reply, report=row, **form.cleaned_data)
            messages.success(request, _("Your reply waits for them."))
            return to(request, "show_report", row.pk)
    intro = _("They read it when they come back with their words. Nobody else can open their copy.")
    return form_page(request, form, _("Reply"), row.pk, intro=intro, save=_("Leave the reply"))


@sensitive_post_parameters()
@allow(*rules.TAKERS, purpose="change how far a report goes, with whoever reported it")
def choose(request: Any, report_id: UUID) -> HttpResponse:
    """In their words, as they say it now."""
    check_may_choose(report_id, request.project, request.actor)
    form = ChooseForm(request.POST or None, now=choices.last(request.project, report_id))
    if form.is_sent(request):
        with form.saying_refusals():
            act(request, actions.choose_with, report_id=report_id, chosen=form.chosen())
            messages.success(request, _("That is how far it goes from now on."))
            is_reader = rules.can_read(request.actor, request.project)
            return to(request, "show_report" if is_reader else "show_left", report_id)
    intro = _("Read the answers out as they stand. What was said before stays on the list.")
    return form_page(request, form, _("How far it goes"), report_id, intro=intro)


@sensitive_post_parameters()
@allow(*rules.READERS, purpose="put right the codes of a report")
def correct_report(request: Any, report_id: UUID) -> HttpResponse:
    """What figures count; nothing of what was told in words."""
    row = _report(request, report_id)
    initial = {"kinds": row.kinds, "setting": row.setting, "zone": row.zone.code if row.zone else ""}
    initial |= {"month": row.month.isoformat() if row.month else "", "seen": seen_of(row)}
    form = CorrectForm(request.POST or None, initial=initial, project=request.project, report=row)
    if form.is_sent(request):
        with form.saying_refusals():
            act(request, actions.correct, report=row, **form.said())
            messages.success(request, _("Saved."))
            return to(request, "show_report", row.pk)
    intro = _("This is what figures count. What they told in their words stays as it is.")
    return form_page(request, form, _("Put it right"), row.pk, intro=intro)


@sensitive_post_parameters()
@allow(*rules.READERS, purpose="say that two reports are by one person")
def join_reporters(request: Any, report_id: UUID) -> HttpResponse:
    """From then on they count once."""
    row = _report(request, report_id)
    form = SameReporterForm(request.POST or None, project=request.project, report=row)
    if form.is_sent(request):
        with form.saying_refusals():
            other = queries.report_in(request.project, form.other())
            act(request, actions.join_reporters, report=row, other=other)
            messages.success(request, _("They count as one reporter now."))
            return to(request, "show_report", row.pk)
    intro = _("One person who reports twice is one voice: matches, alerts and checks count them once.")
    return form_page(request, form, _("Same reporter"), row.pk, intro=intro)


@require_POST
@allow(*rules.READERS, purpose="say that a report is by somebody else after all")
def part_reporter(request: Any, report_id: UUID) -> HttpResponse:
    """It counts as a reporter of its own again."""
    row = _report(request, report_id)
    act(request, actions.part_reporter, report=row)
    messages.success(request, _("It counts as a reporter of its own now."))
    return to(request, "show_report", row.pk)


def _report(request: Any, report_id: UUID) -> Report:
    """The report, for somebody who may read it. Raises NotAllowed, NoGrant, NotHere."""
    rules.check_may_read(request.actor, request.project)
    return queries.report_in(request.project, report_id)
