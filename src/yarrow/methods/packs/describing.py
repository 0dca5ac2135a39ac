"""A pack told in Markdown, for the reference page: what it counts, from where each figure comes, what may be done."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from yarrow.methods.packs.changing import reliable_change
from yarrow.methods.packs.scoring import as_decimal
from yarrow.methods.packs.shapes import (
    Band,
    BandSet,
    Clause,
    Conclusion,
    Licence,
    Pack,
    RiskRule,
    Scale,
    Source,
    Threshold,
)

STATUS = {
    "A": "A: wording may be brought freely",
    "B": "B: free on conditions, wording by the project's import",
    "C": "C: needs the owner's permission",
    "D": "D: not published, no standard",
}
SEEN = {
    "owner": "the owner's page",
    "paper": "the paper",
    "second hand": "second hand",
    "not verified": "not verified against the owner's page",
}


def described(pack: Pack) -> list[str]:
    """The lines of one pack, without its heading."""
    lines = [
        f"{pack.name}. {len(pack.slots)} slots. Recall: {pack.recall}. Answered by: {', '.join(pack.raters)}.",
        "",
    ]
    lines += _table(("", ""), _facts(pack))
    if pack.scales:
        lines += _table(("scale", "rule", "range", "higher is", "missing answers"), map(_scale, pack.scales))
    if pack.band_sets:
        lines += _table(("bands", "from–to", "for", "source"), map(_bands, pack.band_sets))
    if pack.thresholds:
        lines += _table(("change", "when", "for", "source"), map(_threshold, pack.thresholds))
    if pack.conclusions:
        lines += _table(("conclusion", "met when", "source"), map(_conclusion, pack.conclusions))
    if pack.risk_rules:
        lines += _table(("asks for a response", "when", "how soon", "source"), map(_risk, pack.risk_rules))
    return [*lines, *(f"- {note}" for note in pack.notes)]


def told(source: Source) -> str:
    """A source with how near to its owner it was read."""
    read = f", read {source.read_on}" if source.read_on else ""
    return f"{source.citation} ({SEEN[source.seen]}{read}{': ' + source.where if source.where else ''})"


def _facts(pack: Pack) -> Iterator[tuple[str, str]]:
    yield "status", STATUS[pack.status]
    yield "licence", _licence(pack.licence)
    yield "topics", ", ".join(f"`{one.id}` {one.topic}" for one in pack.slots[:30]) or "none known"
    if pack.gate is not None:
        yield "gate", f"`{pack.gate.slot}` = {pack.gate.value}: every score is 0, branch “{pack.gate.branch}”"
    for name, reason in pack.not_comparable.items():
        yield "never compared with", f"`{name}`: {reason}"
    yield "wording known", _known(pack)
    yield "version, SHA-256", f"{pack.version}, `{pack.sha256}`"


def _licence(one: Licence) -> str:
    contexts = ", ".join(sorted(one.contexts)) or "none without permission"
    first = " The owner is told first." if one.needs_record else ""
    return f"{one.holder}. {one.terms}{first} For: {contexts}. {told(one.source)}"


def _known(pack: Pack) -> str:
    known = [
        f"{language}: {len(one.marks)} questions by fingerprint; {told(one.source)}"
        for language, one in pack.official.items()
    ]
    return "; ".join([*known, *pack.traps.values()]) or "no: fidelity of an import is unknown"


def _scale(one: Scale) -> tuple[str, str, str, str, str]:
    allowed = f"{one.most_missing} may be missing" if one.most_missing else "none may be missing"
    low, high = as_decimal(one.minimum), as_decimal(one.maximum)
    return (
        f"`{one.id}` {one.name}",
        _rule(one),
        f"{low}–{high}",
        one.higher_is,
        f"{allowed}. {told(one.missing)}",
    )


def _rule(one: Scale) -> str:
    rule = f"{one.rule} of {len(one.slots)}"
    if one.at_least is not None:
        rule += f" at {one.at_least} or more"
    if one.reverse:
        rule += f", turned round: {', '.join(f'`{name}`' for name in sorted(one.reverse))}"
    if one.times != 1:
        rule += f", times {as_decimal(one.times)}"
    if one.plus:
        rule += f", plus {as_decimal(one.plus)}"
    if one.lookup is not None:
        rule += ", converted: " + ", ".join(
            f"{raw} {as_decimal(one.lookup[raw])}" for raw in sorted(one.lookup)
        )
    return rule


def _bands(one: BandSet) -> tuple[str, str, str, str]:
    bands = "; ".join(map(_band, one.bands))
    return f"`{one.id}` of `{one.scale}`", bands, one.population, told(one.source)


def _conclusion(one: Conclusion) -> tuple[str, str, str]:
    return f"`{one.id}`: {one.name}", _clause(one.clause), told(one.source)


def _band(one: Band) -> str:
    return f"{as_decimal(one.from_value)}–{as_decimal(one.to_value)} {one.label}"


def _threshold(one: Threshold) -> tuple[str, str, str, str]:
    if one.points is not None:
        when = f"{as_decimal(one.points)} or more"
    else:
        border = reliable_change(sd=one.sd or 0, r=one.r or 0)
        when = f"more than {border:.2f} (SD {one.sd}, r {one.r})"
    for words, end in (("or lower", one.ends_at_most), ("or higher", one.ends_at_least)):
        when += f", ending at {as_decimal(end)} {words}" if isinstance(end, Fraction) else ""
    return f"`{one.id}` of `{one.scale}`: {one.name}", when, one.population, told(one.source)


def _risk(one: RiskRule) -> tuple[str, str, str, str]:
    when = f"{one.at_least} or more" if one.at_least is not None else f"{one.at_most} or less"
    return f"`{one.id}`", f"`{one.slot}` is {when}", one.level, told(one.source)


def _clause(one: Clause) -> str:
    if one.kind in ("all", "any"):
        return "(" + (" and " if one.kind == "all" else " or ").join(map(_clause, one.of)) + ")"
    if one.kind == "not":
        return f"not {_clause(one.of[0])}"
    return f"`{one.name}` ≥ {as_decimal(one.at_least)}"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}"]
    return [*lines, *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows), ""]
