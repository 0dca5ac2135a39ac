"""`{% load contacts %}`: words for codes."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(words: Mapping[str, str], code: str) -> str:
    """The words for a code; the code itself when nobody knows it."""
    return words.get(code, code)
