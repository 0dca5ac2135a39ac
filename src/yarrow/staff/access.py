"""Deny by default: a view answers only by a rule that names who may, what for, and in which state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.urls import ResolverMatch

from yarrow.staff.roles import ROLES

State = Literal["open", "signed_in", "add_only", "unlocked"]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """Who may open a page.

    roles     in a project's pages: the membership's role must be one of these; elsewhere empty
    purpose   a few words saying what the page is for (shown in docs/reference/urls.md)
    state     open: no sign-in · signed_in: also before a second factor or keys exist ·
              add_only: signed in with both factors, also while locked · unlocked: keys in hand
    step_up   the second factor must have been shown within the last five minutes
    """

    roles: tuple[str, ...]
    purpose: str
    state: State
    step_up: bool = False


# Rules of views that are not ours, by URL name. `yarrow.site.access` fills it.
THIRD_PARTY: dict[str, Rule] = {}


def make_rule(roles: tuple[str, ...], purpose: str, state: State, step_up: bool) -> Rule:
    """A checked rule; a wrong word stops the start, not the request."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles {sorted(unknown)}")
    if not purpose.strip():
        raise ValueError("a rule needs a purpose")
    if state not in ("open", "signed_in", "add_only", "unlocked"):
        raise ValueError(f"unknown state {state!r}")
    return Rule(roles, purpose, state, step_up)


def allow(
    *roles: str, purpose: str, state: State = "unlocked", step_up: bool = False
) -> Callable[[View], View]:
    """Declare the access rule of a view (see `Rule`)."""
    rule = make_rule(roles, purpose, state, step_up)

    def declare(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def allow_named(url_name: str, *, purpose: str, state: State, step_up: bool = False) -> None:
    """Declare the rule of a third-party view by its URL name."""
    THIRD_PARTY[url_name] = make_rule((), purpose, state, step_up)


def rule_of(view: Callable[..., Any], url_name: str | None) -> Rule | None:
    """The rule of a view, or None when nobody declared one."""
    rule = getattr(view, "rule", None)
    if rule is None and url_name:
        rule = THIRD_PARTY.get(url_name)
    return rule if isinstance(rule, Rule) else None


def rule_for(match: ResolverMatch) -> Rule | None:
    """The rule of a resolved address."""
    return rule_of(match.func, match.view_name)
