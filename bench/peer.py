"""The bare peer: a list of fifty people's codes and one inserted row, as anyone would write them first."""

from uuid import uuid4

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from yarrow.people.models import Person

PAGE = Template(
    "<!doctype html><title>List</title><ul>{% for one in people %}<li>{{ one.code }}</li>{% endfor %}</ul>"
)


def show_list(request: HttpRequest) -> HttpResponse:
    """Fifty rows through a template."""
    return HttpResponse(PAGE.render(Context({"people": Person.objects.order_by("code")[:50]})))


def write(request: HttpRequest) -> HttpResponse:
    """One committed row with a note in clear."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_note (id TEXT PRIMARY KEY, note TEXT)")
        cursor.execute("INSERT INTO bench_note VALUES (%s, %s)", [uuid4().hex, "Well."])
    return HttpResponse(status=204)


urlpatterns = [path("list/", show_list), path("write/", write)]
