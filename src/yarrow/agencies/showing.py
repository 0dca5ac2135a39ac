"""What pages say of agencies and services: what they say themselves, how old that is, what the project knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.agencies import finding, lists
from yarrow.agencies.actions.facts import WAITING
from yarrow.agencies.models import Agency, Fact, Service
from yarrow.ui.days import day as in_words

OLD_MONTHS = 12


@dataclass(frozen=True)
class Age:
    """How old what is said of something is. `is_old`: worth asking before somebody is sent there."""

    words: str
    is_old: bool


@dataclass(frozen=True)
class ServiceShown:
    """One service in words."""

    service: Service
    needs: str
    languages: str
    places: str
    waiting: str
    facts: tuple[str, ...]
    state: str
    age: Age


@dataclass(frozen=True)
class FactShown:
    """Something that was noted."""

    what: str
    said: str
    known_from: str
    by: str
    at: datetime


def months_between(then: date, today: date) -> int:
    """Whole months that have passed."""
    months = (today.year - then.year) * 12 + today.month - then.month
    return max(0, months - (today.day < then.day))


def age_of(row: Agency | Service, today: date) -> Age:
    """By the day for which somebody said it is right; without one, by when the feed last had it."""
    gone = getattr(row, "gone_on", None)
    if gone:
        return Age(_("no longer in the feed since %(day)s") % {"day": in_words(gone)}, True)
    if row.assured_on:
        months = months_between(row.assured_on, today)
        said = {"day": in_words(row.assured_on), "ago": _ago(months)}
        return Age(_("said to be right on %(day)s, %(ago)s") % said, months >= OLD_MONTHS)
    if row.fetched_at:
        day = timezone.localdate(row.fetched_at)
        return Age(
            _("the feed had it on %(day)s; nobody says when it was checked") % {"day": in_words(day)}, True
        )
    return Age(_("nobody says when it was checked"), True)


def _ago(months: int) -> str:
    if months < 1:
        return _("less than a month ago")
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    return ngettext("%(n)d year ago", "%(n)d years ago", months // 12) % {"n": months // 12}


def shown(service: Service, today: date) -> ServiceShown:
    """A service in words."""
    return ServiceShown(
        service=service,
        needs=_labels("needs", service.needs),
        languages=_labels("languages", service.languages),
        places=", ".join(service.places),
        waiting=waiting_of(service),
        facts=tuple(facts_in_words(service)),
        state=state_of(service),
        age=age_of(service, today),
    )


def waiting_of(service: Service) -> str:
    """What they say, and how it really is."""
    really = "" if service.waiting_days is None else days_in_words(service.waiting_days)
    if service.waiting_said and really:
        return _("they say “%(said)s”, really %(really)s") % {"said": service.waiting_said, "really": really}
    if really:
        return _("really %(really)s") % {"really": really}
    return _("they say “%(said)s”") % {"said": service.waiting_said} if service.waiting_said else ""


def days_in_words(days: int) -> str:
    """Weeks where they are whole."""
    if not days:
        return _("the same day")
    if days % 7 == 0:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def facts_in_words(service: Service) -> Iterable[str]:
    """What is known to be so, or known not to be."""
    for name in finding.FACTS:
        answer = getattr(service, name)
        if answer != lists.NOT_KNOWN:
            yield _("%(what)s: %(answer)s") % {
                "what": lists.label("facts", name),
                "answer": lists.label("answers", answer).lower(),
            }


def state_of(service: Service) -> str:
    """Why nobody can go there now; "" when they can."""
    if service.agency.is_closed:
        return _("The agency has closed")
    if service.gone_on:
        return _("Gone from the feed")
    return "" if service.status == lists.ACTIVE else lists.label("statuses", service.status)


def facts_shown(facts: Iterable[Fact], names: dict[UUID, str]) -> list[FactShown]:
    """What was noted, by whom and when."""
    return [
        FactShown(
            what=lists.label("facts", fact.fact),
            said=_said(fact),
            known_from=lists.label("known_from", fact.known_from),
            by=names.get(fact.noted_by, ""),
            at=fact.noted_at,
        )
        for fact in facts
    ]


def _said(fact: Fact) -> str:
    if fact.fact != WAITING:
        return lists.label("answers", fact.said)
    return days_in_words(int(fact.said)) if fact.said else lists.label("answers", lists.NOT_KNOWN)


def _labels(name: str, codes: list[Any]) -> str:
    return ", ".join(lists.label(name, code) for code in codes)
