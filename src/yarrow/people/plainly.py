"""One stored value in the words of a copy."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.staff.models import Project
from yarrow.ui import days

# How sealed days and moments are kept.
ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d)?")


def in_words(value: Any, words: Mapping[Any, Any], numbers: Mapping[UUID, int], project: Project) -> str:
    """One stored value as a person reads it; "" when nothing was said."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool | Decimal):
        return _counted(value)
    if isinstance(value, list):
        return ", ".join(str(words.get(each, each)) if isinstance(each, str) else str(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in value.items() if said and not _is_id(said))
    if isinstance(value, str) and ISO.fullmatch(value):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return days.day_time(value.astimezone(project.zone))
    if isinstance(value, date):
        return days.day(value)
    return str(words.get(value, numbers.get(value, "") if isinstance(value, UUID) else value))


def _counted(value: bool | Decimal) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return _("Yes") if value else _("No")


def _is_id(said: Any) -> bool:
    try:
        UUID(str(said))
    except ValueError:
        return False
    return True
