"""Published measures without their wording: reading, scoring, change, risk, wording and licence. No Django."""

from yarrow.methods.packs.changing import change, comparable, reliable_change
from yarrow.methods.packs.licences import CONTEXTS, may_use
from yarrow.methods.packs.linting import lint
from yarrow.methods.packs.members import Defect
from yarrow.methods.packs.reading import PackError, load_packs, read_pack
from yarrow.methods.packs.results import (
    DOWN,
    NOT_KNOWN,
    STAYED,
    UP,
    AnswerError,
    Change,
    Fidelity,
    InBand,
    NotScorable,
    Result,
    Risk,
    Score,
    Standing,
    Use,
    Verdict,
)
from yarrow.methods.packs.rows import Placed, placed
from yarrow.methods.packs.scoring import risks, score
from yarrow.methods.packs.shapes import Answers, BandSet, Pack, Scale, Slot, Source, Threshold
from yarrow.methods.packs.wording import compare_wording, fingerprint, is_wordless

__all__ = [
    "CONTEXTS",
    "DOWN",
    "NOT_KNOWN",
    "STAYED",
    "UP",
    "AnswerError",
    "Answers",
    "BandSet",
    "Change",
    "Defect",
    "Fidelity",
    "InBand",
    "NotScorable",
    "Pack",
    "PackError",
    "Placed",
    "Result",
    "Risk",
    "Scale",
    "Score",
    "Slot",
    "Source",
    "Standing",
    "Threshold",
    "Use",
    "Verdict",
    "change",
    "comparable",
    "compare_wording",
    "fingerprint",
    "is_wordless",
    "lint",
    "load_packs",
    "may_use",
    "placed",
    "read_pack",
    "reliable_change",
    "risks",
    "score",
]
