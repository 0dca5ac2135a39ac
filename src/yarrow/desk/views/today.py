"""The door for workers: pages that stand above the rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@allow(*WORKERS, purpose="what to do tonight", state="add_only")
def show_today(request: HttpRequest) -> HttpResponse:
    """Today: tonight's sessions, who waits, what waits to be opened."""
    return render(request, "desk/show_today.html", {})
