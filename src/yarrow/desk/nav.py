"""The links at the top of a page: the pages that the reader's role may open, by those pages' own rules."""

from functools import cache, lru_cache
from typing import TypedDict

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from yarrow.staff.access import Rule, rule_for
from yarrow.staff.models import Project
from yarrow.ui.addresses import address

# (name of the page, words); a page that a role may not open is not offered to it. First those of every shift.
OFTEN: tuple[tuple[str, object], ...] = (
    ("desk:show_today", _("Today")),
    ("people:list_people", _("People")),
    ("plans:list_due", _("Plans")),
    ("referrals:list_open", _("Referrals")),
    ("safety:list_reports", _("Reports")),
    ("justice:list_round", _("Visits")),
    ("contacts:list_sessions", _("Sessions")),
    ("sharing:list_sent", _("Sent to you")),
    ("alerts:check_number", _("Check a number")),
    ("alerts:list_alerts", _("Alerts")),
    ("desk:list_entries", _("Inbox")),
)
SELDOM: tuple[tuple[str, object], ...] = (
    ("agencies:list_services", _("Agencies")),
    ("panels:list_panels", _("Panels")),
    ("sharing:list_due", _("Sharing")),
    ("alerts:list_members", _("Members")),
    ("community:show_around", _("Around us")),
    ("measures:list_forms", _("Forms")),
    ("surveys:list_surveys", _("Surveys")),
    ("evaluation:show_activity", _("Activity")),
    ("evaluation:list_releases", _("Releases")),
    ("evaluation:list_grants", _("Grants")),
    ("staff:list_workers", _("Workers")),
    ("desk:list_devices", _("Devices")),
)
# So many stand in a row beside each other; of more, those that are seldom wanted are folded away.
ROW = 10


class Link(TypedDict):
    """One link of the navigation."""

    label: str
    url: str
    current: bool
    is_folded: bool


def links(project: Project, role: str, path: str) -> list[Link]:
    """The pages of `project` that `role` may open, the one at `path` marked."""
    home, offered = project.url("desk:show_today"), _offered(project.code, role)
    above = [url for url, *_rest in offered if (path == url if url == home else path.startswith(url))]
    # Of a page and one below it that has a link, too, only the nearer is marked.
    here, folds = max(above, key=len, default=""), len(offered) > ROW
    return [
        Link(label=str(label), url=url, current=url == here, is_folded=folds and seldom and url != here)
        for url, label, seldom in offered
    ]


# Every page asks for these; projects and roles are few.
@lru_cache(maxsize=2048)
def _offered(code: str, role: str) -> tuple[tuple[str, object, bool], ...]:
    """(address, words in whatever language is spoken, whether it is seldom wanted) of what a role may open."""
    return tuple(
        (address(name, code), label, (name, label) in SELDOM)
        for name, label in OFTEN + SELDOM
        if (rule := _rule_of(name)) and role in rule.roles
    )


@cache
def _rule_of(name: str) -> Rule | None:
    """The rule of a page: every project's has the same."""
    return rule_for(resolve(reverse(name, args=["any"])))


def links_for(request: HttpRequest) -> list[Link]:
    """The links of this request: none outside a project or before its keys are in reach."""
    project, membership = getattr(request, "project", None), getattr(request, "membership", None)
    if project is None or membership is None:
        return []
    return links(project, membership.role, request.path)
