"""The bare peer: what anyone would write first over the same tables, with as many rows a page as ours shows.

One view, the queries that its rows need, one template; Django's own middleware as `startproject` puts it, no sign-in,
no sealing, no trail, nobody's rights looked at. What it searches is codes: names are not there in plain, and a code is
as long as a short name. What it writes comes through Django's own forms, as a field that somebody filled in does.
"""

from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Template
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from yarrow.contacts.models import Contact, ContactSupply, FollowUp, Session
from yarrow.people.models import Person
from yarrow.referrals.models import Referral

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
HEAD = "<!doctype html><html lang=en><title>{{ title }}</title><h1>{{ title }}</h1><table>"
PEOPLE = Template(
    HEAD + "{% for one in people %}<tr><td><a href='/person/{{ one.id }}/'>{{ one.code }}</a><td>"
    "{{ one.first_met_on|date:'j F Y' }}<td>{% for held in one.key_workers.all %}{{ held.worker.name }}{% endfor %}"
    "{% endfor %}</table>"
)
CONTACTS = Template(
    HEAD + "{% for one in contacts %}<tr><td>{{ one.happened_on|date:'j F Y' }}<td>{{ one.person.code }}<td>"
    "{{ one.get_kind_display }} {{ one.zone.label }}<td>{% for given in one.supplies.all %}{{ given.kind }} "
    "× {{ given.n }} {% endfor %}{% for act in one.done.all %}{{ act.kind }} {% endfor %}{% endfor %}</table>"
)
DUE = Template(
    HEAD + "{% for session in sessions %}<tr><td>{{ session.planned_on|date:'j F Y' }}{% endfor %}"
    "{% for line in due %}<tr><td>{{ line.due_on|date:'j F Y' }}<td>{{ line.person.code }}{% endfor %}"
    "{% for one in quiet %}<tr><td>{{ one.code }}<td>{{ one.first_met_on|date:'j F Y' }}{% endfor %}</table>"
)

SILENT = Template(
    HEAD + "{% for one in own %}<tr><td>{{ one.expected_on|date:'j F Y' }}<td>{{ one.person.code }}<td>"
    "{{ one.agency.name }}{% endfor %}{% for session in sessions %}<tr><td>{{ session.planned_on }}{% endfor %}</table>"
)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model, fields = Contact, ("entry_id", "n_people", "seemed")


class SupplyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model, fields = ContactSupply, ("kind", "n")


def _shown(template: Template, title: str, **rows: object) -> HttpResponse:
    return HttpResponse(template.render(Context({"title": title, **rows})))


def silent(request: HttpRequest, code: str) -> HttpResponse:
    """The silent referrals that Today shows: as many lines, found by the day on which something was expected."""
    rows = Referral.objects.filter(project__code=code, expected_on__lt=timezone.localdate())
    rows = rows.select_related("person", "agency").order_by("expected_on", "id")[:16]
    sessions = Session.objects.filter(project__code=code, planned_on=timezone.localdate())
    return _shown(SILENT, "Today", own=rows, sessions=sessions)


def show_list(request: HttpRequest, code: str) -> HttpResponse:
    """Forty people with their key workers."""
    people = Person.objects.filter(project__code=code).order_by("-created_at")
    return _shown(PEOPLE, "People", people=people.prefetch_related("key_workers__worker")[:40])


def search(request: HttpRequest, code: str) -> HttpResponse:
    """Thirty people at most with these signs in their code; few have them, so all codes are gone through."""
    people = Person.objects.filter(project__code=code, code__icontains=request.GET.get("text", ""))
    people = people.order_by("-created_at").prefetch_related("key_workers__worker")
    return _shown(PEOPLE, "Found", people=people[:30])


def show_person(request: HttpRequest, code: str, person_id: UUID) -> HttpResponse:
    """A person's last hundred contacts."""
    person = get_object_or_404(Person, pk=person_id)
    return _shown(CONTACTS, person.code, contacts=_with_given(Contact.objects.filter(person=person))[:100])


def show_session(request: HttpRequest, code: str, session_id: UUID) -> HttpResponse:
    """A session's contacts."""
    session = get_object_or_404(Session, pk=session_id)
    rows = Contact.objects.filter(session=session)
    return _shown(CONTACTS, session.get_kind_display(), contacts=_with_given(rows))


def show_today(request: HttpRequest, code: str) -> HttpResponse:
    """Tonight, what is due, and eight people."""
    today = timezone.now().date()
    due = FollowUp.objects.filter(project__code=code, done_at=None, due_on__lte=today)
    return _shown(
        DUE,
        "Today",
        sessions=Session.objects.filter(project__code=code, planned_on=today),
        due=due.select_related("person")[:25],
        quiet=Person.objects.filter(project__code=code).order_by("first_met_on")[:8],
    )


@csrf_exempt
@transaction.atomic
def write(request: HttpRequest, code: str, session_id: UUID) -> HttpResponse:
    """One contact of a session, with what was given, through the forms that Django makes of the tables."""
    session, now = get_object_or_404(Session, pk=session_id), timezone.now()
    contact = Contact(
        project_id=session.project_id,
        session=session,
        kind=session.kind,
        happened_on=now.date(),
        recorded_by=uuid4(),
        recorded_at=now,
    )
    form, given = ContactForm(request.POST, instance=contact), SupplyForm(request.POST)
    if not (form.is_valid() and given.is_valid()):
        return HttpResponse(status=400)
    form.save()
    given.instance.contact = contact
    given.save()
    return HttpResponse(status=302, headers={"Location": "/"})


def _with_given(rows: object) -> object:
    return rows.select_related("person", "zone", "session").prefetch_related("supplies", "done")


urlpatterns = [
    path("<code>/list/", show_list),
    path("<code>/search/", search),
    path("<code>/person/<uuid:person_id>/", show_person),
    path("<code>/session/<uuid:session_id>/", show_session),
    path("<code>/today/", show_today),
    path("<code>/write/<uuid:session_id>/", write),
]
