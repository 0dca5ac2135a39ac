"""Roles, and the compartments each may hold (the table in docs/design and docs/reference/roles.md)."""

from django.utils.translation import gettext_lazy as _

ROLE_CHOICES = [
    ("outreach", _("Outreach worker")),
    ("peer", _("Peer")),
    ("case_worker", _("Case worker")),
    ("coordinator", _("Co-ordinator")),
    ("manager", _("Manager")),
    ("adviser", _("Adviser (ISVA)")),
    ("evaluator", _("Evaluator")),
    ("administrator", _("System administrator")),
    ("guest", _("Partner's guest")),
]
ROLES = tuple(code for code, _label in ROLE_CHOICES)

# Roles that meet people; the others work with the installation or with figures.
WORKERS = ("outreach", "peer", "case_worker", "coordinator", "manager", "adviser")
CASE = ("case_worker", "coordinator", "manager")
# Roles that look after what a project arranges for itself.
ARRANGERS = ("coordinator", "manager")
# Somebody of another agency with an account here: opens what was sent to them and no page that does not name them.
GUEST = "guest"
COLLEAGUES = tuple(role for role in ROLES if role != GUEST)
# Roles that look after the list of workers.
KEEPERS = ("manager", "coordinator", "administrator")

ALL_COMPARTMENTS = ("identity", "notes", "incident", "isva", "research", "reach", "check")
# What a key opens, in words that follow "the key to".
COMPARTMENT_LABELS = {
    "identity": _("Names and ways to reach"),
    "notes": _("Case notes"),
    "incident": _("Incident reports"),
    "isva": _("The adviser's work"),
    "research": _("Diary answers"),
    "reach": _("Messages waiting to be sent"),
    "check": _("Released numbers"),
}
# Where a role's day begins, by URL name; everyone else's begins with Today.
HOME = {
    "administrator": "staff:list_workers",
    "evaluator": "evaluation:show_activity",
    "guest": "sharing:list_sent",
}
COMPARTMENTS: dict[str, tuple[str, ...]] = {
    "outreach": ("identity",),
    "peer": ("identity",),
    "case_worker": ("identity", "notes"),
    "coordinator": ("identity", "notes"),
    "manager": ("identity", "notes"),
    "adviser": ("identity", "incident", "isva"),
    "evaluator": (),
    "administrator": (),
    "guest": (),
}
# What advisers hold and those who look after workers do not: advisers hand these on themselves.
ADVISER, INCIDENT = "adviser", "incident"
ADVISERS_OWN = frozenset({INCIDENT, "isva"})
# Beyond the role's own: only by a grant that names the worker.
BY_NAMED_GRANT: dict[str, tuple[str, ...]] = {
    "evaluator": ("research",),
    **dict.fromkeys(CASE, ("incident",)),
}


def role_label(role: str) -> str:
    """The words for a role, as shown to people."""
    return str(dict(ROLE_CHOICES)[role])
