"""From the answers of a filling to a measure's own questions, and to the scores that are kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from yarrow.measures import catalogue
from yarrow.measures.models import Filling, FormVersion, Score
from yarrow.measures.reading import form_of
from yarrow.measures.rows import row_of
from yarrow.methods import packs
from yarrow.methods.forms import Answers, Chosen, Item, Skipped, Value
from yarrow.methods.packs import Pack, Result


def pack_of(version: FormVersion) -> Pack | None:
    """The measure that this version is a wording of."""
    return catalogue.packs().get(version.form.pack) if version.form.pack else None


def slot_answers(version: FormVersion, answers: Answers) -> dict[str, int | None]:
    """Slot → the place of the chosen answer in the printed row, by the slot's own values; None without an answer."""
    pack = pack_of(version)
    if pack is None:
        return {}
    form = form_of(version)
    return {
        slot_id: _value(pack, slot_id, form.by_id[link_id], answers.get(link_id, ()))
        for slot_id, link_id in version.slots.items()
    }


def problems(version: FormVersion, answers: Answers) -> dict[str, str]:
    """Link id → why this is no answer of the measure: a number outside its row. Nothing is ever clamped."""
    pack = pack_of(version)
    if pack is None:
        return {}
    links, found = version.slots, {}
    for slot_id, value in slot_answers(
        version, {k: v for k, v in answers.items() if k in links.values()}
    ).items():
        slot = pack.slot(slot_id)
        if value is not None and value not in slot.values:
            said = _("Write a whole number from %(from)s to %(to)s.")
            found[links[slot_id]] = said % {"from": slot.values[0], "to": slot.values[-1]}
    return found


def result_of(version: FormVersion, answers: Answers) -> Result | None:
    """The measure's own scoring; None for a form that is no measure or has no scales."""
    pack = pack_of(version)
    return packs.score(pack, slot_answers(version, answers)) if pack is not None else None


def scores_of(filling: Filling, answers: Answers, at: datetime, n: int) -> list[Score]:
    """The rows to keep; not saved."""
    version = filling.form_version
    pack, result = pack_of(version), result_of(version, answers)
    if pack is None or result is None:
        return []
    given = slot_answers(version, answers)
    return [
        Score(
            filling=filling,
            n=n,
            pack=result.pack,
            pack_version=result.version,
            pack_hash=result.sha256,
            language=filling.language,
            scale=one.scale,
            value=one.value if isinstance(one, packs.Score) else None,
            why="" if isinstance(one, packs.Score) else one.reason[:300],
            n_items=len(pack.scale(one.scale).slots),
            n_answered=sum(given.get(slot) is not None for slot in pack.scale(one.scale).slots),
            branch=result.branch,
            straight=bool(result.straight_line),
            said=_bands(one),
            scored_at=at,
        )
        for one in result.scales
    ]


def _bands(one: packs.Score | packs.NotScorable) -> list[dict[str, str]]:
    if not isinstance(one, packs.Score):
        return []
    return [
        {"label": band.label, "population": band.population, "citation": band.source.citation}
        for band in one.bands
    ]


def _value(pack: Pack, slot_id: str, item: Item, values: tuple[Value, ...]) -> int | None:
    value = next((one for one in values if not isinstance(one, Skipped)), None)
    if value is None:
        return None
    codes = [option.code for option in item.options]
    code = value.code if isinstance(value, Chosen) else str(value)
    if code in codes:
        return row_of(pack, slot_id, item).values[codes.index(code)]
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def dangerous(version: FormVersion, answers: Answers) -> set[str]:
    """Questions whose answer asks for a safe response, by the pack's rules and by the project's own."""
    found = {key for key, values in answers.items() if _is_marked(version.dangers, key, values)}
    pack = pack_of(version)
    if pack is not None:
        risks = packs.risks(pack, slot_answers(version, answers))
        found |= {version.slots[risk.slot] for risk in risks if risk.slot in version.slots}
    return found


def asks_danger(version: FormVersion) -> bool:
    """Whether any answer of this version could ask for a safe response."""
    pack = pack_of(version)
    return bool(version.dangers) or bool(
        pack and {rule.slot for rule in pack.risk_rules} & set(version.slots)
    )


def _is_marked(dangers: Mapping[str, Iterable[str]], key: str, values: tuple[Value, ...]) -> bool:
    codes = set(dangers.get(key.partition("@")[0], ()))
    return any((one.code if isinstance(one, Chosen) else str(one)) in codes for one in values)
