"""The style page: every component. Routed where invented data is served only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yarrow.ui import sample


def show_style(request: HttpRequest) -> HttpResponse:
    """Every component; the theme is the reader's."""
    return render(request, "ui/style.html", {"form": sample.filled_form(), **sample.pieces()})
