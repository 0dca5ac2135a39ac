"""Links as squares that a phone's camera reads."""

import segno
from django.utils.safestring import SafeString, mark_safe


def square(link: str) -> SafeString:
    """A QR code of the link as SVG."""
    code = segno.make(link, error="m").svg_inline(scale=6, dark="#000", light="#fff", title="QR")
    return mark_safe(code)  # noqa: S308 - drawn by segno from an address of ours
