"""What to say of a file that was not taken in."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yarrow.vault.uploads import was_too_big


def too_big_sentence(request: Any) -> str:
    """What to say when a file of this request was too big; "" when none was."""
    if not was_too_big(request):
        return ""
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    return _("This file is bigger than %(limit)d MB. Split it, for example by year, and bring the parts.") % {
        "limit": limit
    }
