"""Pictures of papers on a person's record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.people import actions, pages, papers, rules
from yarrow.people.forms_of_papers import PaperForm, TitleForm
from yarrow.people.models import Person
from yarrow.people.views.rows import asked, saved
from yarrow.staff.access import allow
from yarrow.ui.forms import ConfirmForm, Form
from yarrow.vault import pictures, uploads

# Nothing in a file runs or fetches. A browser that shows a picture by itself styles the page it makes around it.
INERT = "default-src 'none'; sandbox"
SHOWN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@sensitive_post_parameters()
@allow(*rules.PAPER_KEEPERS, purpose="add a picture of a paper to a person's record")
@pages.on_person
def add_paper(request: Any, person: Person) -> HttpResponse:
    """The picture and what it is; other kinds of files are refused."""
    too_big = uploads.was_too_big(request)
    form = PaperForm(request.POST or None, request.FILES or None, is_too_big=too_big)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        content = said.pop("picture").read()
        done = saved(request, person, form, actions.add_paper, person=person, content=content, **said)
        if done:
            return done
    return render(request, "people/add_paper.html", {"form": form, "person": person})


@require_safe
@allow(*rules.PAPER_KEEPERS, purpose="see a picture of a paper")
@pages.on_person
def show_paper(request: Any, person: Person, paper_id: UUID) -> HttpResponse:
    """The picture, what it is, who added it; or that it was removed."""
    paper = papers.paper_of(person, paper_id)
    line = papers.shown_one(request.actor, paper, request.open_reason)
    return render(request, "people/show_paper.html", {"person": person, "paper": line})


@require_safe
@allow(*rules.PAPER_KEEPERS, purpose="the picture itself, made anew without hidden data")
@pages.on_person
def show_picture(request: Any, person: Person, paper_id: UUID) -> HttpResponse:
    """What the page above shows."""
    paper = papers.paper_of(person, paper_id)
    content = papers.file_of(request.actor, paper, papers.PICTURE, request.open_reason)
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="paper.jpg"'
    response["Content-Security-Policy"] = SHOWN
    return response


@allow(*rules.PAPER_KEEPERS, purpose="fetch a picture as it came, hidden data included", step_up=True)
@pages.on_person
def fetch_original(request: Any, person: Person, paper_id: UUID) -> HttpResponse:
    """Says what the original carries; then sends it, to be saved and never shown."""
    paper = papers.paper_of(person, paper_id)
    if request.method != "POST":
        context = {"form": Form(), "person": person, "paper": paper}
        return render(request, "people/fetch_original.html", context)
    content = papers.file_of(request.actor, paper, papers.ORIGINAL, request.open_reason)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="original.{pictures.ending(content)}"'
    response["Content-Security-Policy"] = INERT
    return response


@sensitive_post_parameters()
@allow(*rules.PAPER_KEEPERS, purpose="say otherwise what a paper is")
@pages.on_person
def rename_paper(request: Any, person: Person, paper_id: UUID) -> HttpResponse:
    """The same words, to be changed."""
    paper = papers.paper_of(person, paper_id)
    title = papers.shown_one(request.actor, paper, request.open_reason).title
    form = TitleForm(request.POST or None, initial={"title": title})
    return asked(request, person, form, actions.rename_paper, "people/rename_paper.html", paper=paper)


@allow(*rules.PAPER_KEEPERS, purpose="remove a picture of a paper for good")
@pages.on_person
def remove_paper(request: Any, person: Person, paper_id: UUID) -> HttpResponse:
    """Asks for a typed word; the row stays and says that the picture is gone."""
    paper = papers.paper_of(person, paper_id)
    form = ConfirmForm(request.POST or None, word=_("remove"))
    if request.method == "POST" and form.is_valid():
        actions.remove_paper(paper=paper, project=request.project, by=request.actor, at=timezone.now())
        messages.success(request, _("Removed. The record says that it is gone."))
        return redirect(request.project.url("people:show_person", person.id))
    context = {
        "form": form,
        "heading": _("Remove this picture"),
        "losses": [_("The picture and its original. Nobody can bring them back from the record.")],
        "whom": _("What it was, who added it and that it is gone stays in the record."),
        "action": _("Remove it"),
        "back_url": request.project.url("people:show_paper", person.id, paper.id),
    }
    return render(request, "ui/confirm.html", context)
