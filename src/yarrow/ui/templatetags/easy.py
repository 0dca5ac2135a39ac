"""Pages that a supported person reads: an easy wording beside the usual one, and reading aloud. `{% load easy %}`.

    {% easy_switch %}{% aloud %}
    {% wording %}{% translate "The usual sentence." %}{% easy %}{% translate "Short words." %}{% endwording %}

Which wording is shown travels with the page (`easy=1` in the address or the form) and is kept nowhere: a phone that
somebody else picks up begins with the usual one.
"""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context

register = template.Library()
NAME = "easy"


def is_easy(request: Any) -> bool:
    """Whether this page was asked for in easy words."""
    return NAME in (getattr(request, "GET", {}) or {}) or NAME in (getattr(request, "POST", {}) or {})


class Wording(template.Node):
    """Either of two wordings."""

    def __init__(self, usual: NodeList, easy: NodeList) -> None:
        self.usual, self.easy = usual, easy

    def render(self, context: Context) -> str:
        """The one that was asked for."""
        chosen = self.easy if is_easy(context.get("request")) else self.usual
        return chosen.render(context)


@register.tag
def wording(parser: Parser, _token: Token) -> Wording:
    """`{% wording %}…{% easy %}…{% endwording %}`: both wordings have to be there."""
    usual = parser.parse(("easy",))
    parser.delete_first_token()
    easy = parser.parse(("endwording",))
    parser.delete_first_token()
    return Wording(usual, easy)


@register.inclusion_tag("ui/components/easy_switch.html", takes_context=True)
def easy_switch(context: Context) -> dict[str, Any]:
    """A link to the same page in the other wording."""
    request = context["request"]
    asked = request.GET.copy()
    easy = is_easy(request)
    asked.pop(NAME, None)
    if not easy:
        asked[NAME] = "1"
    return {"address": f"{request.path}?{asked.urlencode()}" if asked else request.path, "is_easy": easy}


@register.inclusion_tag("ui/components/easy_field.html", takes_context=True)
def easy_field(context: Context) -> dict[str, Any]:
    """In a form: the next page is in the wording of this one."""
    return {"is_easy": is_easy(context.get("request"))}


@register.simple_tag(takes_context=True)
def easy_query(context: Context) -> str:
    """`?easy=1` for a link to the next page, or nothing."""
    return f"?{NAME}=1" if is_easy(context.get("request")) else ""


@register.inclusion_tag("ui/components/aloud.html")
def aloud() -> dict[str, Any]:
    """A button that has the device read the page; without scripts, or without a way to speak, there is none."""
    return {}
