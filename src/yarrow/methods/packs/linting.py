"""What is wrong with a pack: every defect at once, each with its place and what to do."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from yarrow.methods.packs.borders import range_defects
from yarrow.methods.packs.licences import CONTEXTS
from yarrow.methods.packs.members import Defect, Json, member_defects, of, within
from yarrow.methods.packs.shapes import Pack

STATUSES = {"A": {"full"}, "B": {"slots"}, "C": {"slots", "answer sheet"}, "D": {"unpublished"}}
SEEN = ("owner", "paper", "second hand", "not verified")
RATERS = {"self", "worker", "together"}
RULES = ("sum", "mean", "max", "count")
LEVELS = ("soon", "now")
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
DAY = re.compile(r"20\d\d-[01]\d-[0-3]\d")
SHA = re.compile(r"[0-9a-f]{64}")
LONGEST_TOPIC, MOST_WORDS = 32, 4


def lint(content: object) -> tuple[Defect, ...]:
    """Every defect of a pack's content."""
    found = member_defects(content)
    if found or not isinstance(content, dict):
        return tuple(found)
    checks = (_head, _sources, _slots, _scales, _figures, _clauses, _risks, _gate, _marks)
    early = [defect for check in checks for defect in check(content)]
    return tuple(early or range_defects(content))


def lint_together(packs: Mapping[str, Pack]) -> tuple[Defect, ...]:
    """What only shows beside other packs: each names the others that it refuses."""
    return tuple(
        Defect(f"{name}.not_comparable", "one-sided", f"{other} doesn't refuse {name} in turn, or isn't here.")
        for name, pack in packs.items()
        for other in pack.not_comparable
        if other not in packs or name not in packs[other].not_comparable
    )
