"""Draws docs/reference/workers.md from the tables that the code runs on: `python -m tests.rooms.staff.reference`."""

import os
from pathlib import Path

import django

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "workers.md"
HEAD = """# Workers: roles, keys and states

Drawn from `yarrow.staff.roles` and `yarrow.staff.states` by `python -m tests.rooms.staff.reference`;
a test keeps them in step.

## Which role holds which key

A project may withhold a key from a role, and can't add one.
`research` goes to an evaluator only by a grant that names them.
"""


def written() -> str:
    """The whole page."""
    from yarrow.staff.roles import ALL_COMPARTMENTS, BY_NAMED_GRANT, COMPARTMENTS, KEEPERS, ROLE_CHOICES

    lines = [HEAD, "| role | " + " | ".join(ALL_COMPARTMENTS) + " | looks after workers |"]
    lines.append("|---" * (len(ALL_COMPARTMENTS) + 2) + "|")
    for role, label in ROLE_CHOICES:
        named = BY_NAMED_GRANT.get(role, ())
        marks = [
            "holds" if name in COMPARTMENTS[role] else "by name" if name in named else ""
            for name in ALL_COMPARTMENTS
        ]
        lines.append(
            f"| {label} (`{role}`) | " + " | ".join(marks) + f" | {'yes' if role in KEEPERS else ''} |"
        )
    return "\n".join([*lines, "", *_states(), ""])


def _states() -> list[str]:
    from yarrow.staff.states import MEMBERSHIP

    lines = [
        "## A worker's place in a project",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> waiting_for_keys: accepts",
    ]
    lines += [
        f"    {state} --> {after}: {event}"
        for state, steps in MEMBERSHIP.items()
        for event, after in steps.items()
    ]
    return [*lines, "```"]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
