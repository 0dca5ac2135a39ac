"""Supporting letters: the project's templates; a letter is shown exactly as it will leave, then it leaves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.agencies.models import Agency
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.sharing import actions, forms, letters, lists, queries, records, rules
from yarrow.sharing.models import LetterTemplate
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS


@require_safe
@allow(*rules.LETTER_WRITERS, purpose="see the templates of letters", state="add_only")
def list_templates(request: Any) -> HttpResponse:
    """Those in use, and those of our own to take up."""
    rows, starters = letters.templates_in(request.project)
    context = {"rows": rows, "starters": starters, "can_arrange": rules.can_arrange(request.actor)}
    return render(request, "sharing/list_templates.html", context)


@require_POST
@allow(*ARRANGERS, purpose="take up a template of letters", state="add_only")
def take_up_template(request: Any, code: str) -> HttpResponse:
    """One press; twice is once."""
    item = letters.starter(code)
    told: dict[str, Any] = {"name": item.said, "text": item.text, "is_asked": item.is_asked}
    actions.write_template(code=code, **told, **_act(request))
    messages.success(request, _("Saved."))
    return redirect(request.project.url("sharing:list_templates"))


@allow(*ARRANGERS, purpose="write a template of letters", state="add_only")
def write_template(request: Any) -> HttpResponse:
    """A new one, in the project's own words."""
    form = forms.TemplateForm(request.POST or None)
    return _template(request, form, code="")


@allow(*ARRANGERS, purpose="change a template of letters, or take it out of use", state="add_only")
def change_template(request: Any, template_id: UUID) -> HttpResponse:
    """A new version: letters that were written stay as they are."""
    row = letters.template_in(request.project, template_id)
    said = {"name": row.name, "text": row.words, "is_asked": row.is_asked}
    return _template(request, forms.ChangeTemplateForm(request.POST or None, initial=said), code=row.code)


@require_safe
@allow(*rules.LETTER_WRITERS, purpose="choose a template of letters for an agency")
@pages.on_person
def choose_template(request: Any, person: Person, agency_id: UUID) -> HttpResponse:
    """Those in use."""
    agency = queries.agency_in(request.project, agency_id)
    rows, _starters = letters.templates_in(request.project)
    context = {"person": person, "agency": agency, "rows": rows}
    return render(request, "sharing/choose_template.html", context)


@sensitive_post_parameters()
@allow(*rules.LETTER_WRITERS, purpose="write a supporting letter, read it, and let it leave", step_up=True)
@pages.on_person
def write_letter(request: Any, person: Person, agency_id: UUID, template_id: UUID) -> HttpResponse:
    """Its places first; then the letter as it will leave; then it leaves."""
    agency = queries.agency_in(request.project, agency_id)
    template = letters.template_in(request.project, template_id)
    asked = letters.asked(template)
    facts = {item.code: item.fact for item in asked if item.field}
    record = {} if request.POST else records.said_by_record(*_reader(request, person), facts.values())
    begun = {code: record.get(fact, "") for code, fact in facts.items()}
    told: dict[str, Any] = {"agency": agency, "asked": asked, "is_asked": template.is_asked}
    form = forms.LetterForm(request.POST or None, initial=begun, **told)
    context = {"person": person, "agency": agency, "template": template, "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        with form.saying_refusals():
            return _read_or_left(request, form, context)
    return render(request, "sharing/write_letter.html", context)


@require_safe
@allow(*rules.LETTER_WRITERS, purpose="see or print a letter as it left")
@pages.on_person
def show_letter(request: Any, person: Person, letter_id: UUID) -> HttpResponse:
    """Made for paper; what was taken back since is not printed."""
    found = letters.letter_of(request.actor, person, letter_id, request.open_reason)
    return render(request, "sharing/show_letter.html", {"person": person, "found": found})


def _read_or_left(request: Any, form: forms.LetterForm, context: dict[str, Any]) -> HttpResponse:
    """The letter to be read; or, once it was, the letter that has left."""
    person: Person = context["person"]
    agency: Agency = context["agency"]
    template: LetterTemplate = context["template"]
    now, said = timezone.now(), form.said()
    if "seen" in request.POST:
        told = {name: form.cleaned_data[name] for name in ("purpose", "entry_id")}
        told |= {"seen": request.POST["seen"], "is_asked": form.cleaned_data.get("is_asked", False)}
        whom: dict[str, Any] = {"person": person, "agency": agency, "template": template, "said": said}
        letter = actions.write_letter(**whom, **told, **_act(request))
        messages.success(request, _("The letter is written down as having left. Print it here."))
        return redirect(request.project.url("sharing:show_letter", person.id, letter.pk))
    text = letters.text_of(template, agency, said, request.user.name, now)
    context |= {"text": text, "seen": letters.mark_of(text, agency)}
    context["missing"] = letters.what_is_missing(person, template, agency, form.cleaned_data["purpose"], now)
    return render(request, "sharing/read_letter.html", context)


def _template(request: Any, form: forms.TemplateForm, code: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = dict(form.cleaned_data)
            is_in_use = not said.pop("is_ended", False)
            actions.write_template(code=code, is_in_use=is_in_use, **said, **_act(request))
            messages.success(request, _("Saved."))
            return redirect(request.project.url("sharing:list_templates"))
    fields = [(f"{{{item.code}}}", item.said) for item in lists.items("letter_fields")]
    context = {"form": form, "fields": fields, "is_new": not code}
    return render(request, "sharing/write_template.html", context)


def _reader(request: Any, person: Person) -> tuple[Any, Person, str]:
    return request.actor, person, request.open_reason


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
