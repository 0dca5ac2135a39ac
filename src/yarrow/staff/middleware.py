"""No view answers without a rule; refusals become pages that say what to do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yarrow.methods.refusals import Refusal
from yarrow.staff import admission
from yarrow.staff.access import rule_of
from yarrow.staff.errors import NoRule
from yarrow.vault import fence


class AccessMiddleware:
    """Deny by default (see `access.py` for the rules and `admission.py` for what they decide)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with fence.gate():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the view run only by its rule."""
        name = request.resolver_match.view_name if request.resolver_match else None
        rule = rule_of(view, name)
        if rule is None:
            raise NoRule(f"the page {name} has no access rule")
        try:
            return admission.admit(request, rule, kwargs)
        except Refusal as refusal:
            return refusal_page(request, refusal)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that a view did not put at a field."""
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """One sentence, and the way back."""
    return render(request, "staff/refusal.html", {"refusal": refusal}, status=refusal.status)
