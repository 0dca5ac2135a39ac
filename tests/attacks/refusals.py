"""Pages that refuse, for attacks that are refused thousands of times and look at the answer's number."""

from typing import Any
from unittest import mock

from django.http import HttpRequest, HttpResponse

from yarrow.methods.refusals import Refusal
from yarrow.staff import middleware


def refusals_drawn_once() -> Any:
    """A block in which a refusal that says the same as one before is not drawn again: most answers there are one."""
    drawn: dict[tuple[type, str], HttpResponse] = {}
    whole = middleware.refusal_page

    def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        said = (type(refusal), str(refusal))
        if said not in drawn:
            drawn[said] = whole(request, refusal)
        return HttpResponse(drawn[said].content, status=drawn[said].status_code)

    return mock.patch.object(middleware, "refusal_page", page)
