"""What the page of a filling shows: the answers, the scores and what they rest on, what changed since last time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yarrow.measures import codes, queries, scoring
from yarrow.measures.answers import Held, held
from yarrow.measures.models import Filling, Score
from yarrow.measures.reading import form_of
from yarrow.measures.saying import direction, item_words, language_name, value_in_words
from yarrow.methods import packs
from yarrow.methods.packs import Change, Pack, Standing, Verdict
from yarrow.ui import charts, days
from yarrow.ui.happenings import Happening, between
from yarrow.ui.trends import of_days, trend
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

HIGHER_IS = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "neither": gettext_lazy("neither better nor worse"),
}


@dataclass(frozen=True)
class AnswerShown:
    """One question with its answer in words; `is_missing`: nothing was said, and `text` says why."""

    key: str
    question: str = field(repr=False)
    text: str = field(repr=False)
    is_missing: bool


@dataclass(frozen=True)
class ChangeShown:
    """What changed since the last time, by one published rule."""

    change: Change
    since: str
    words: str

    @property
    def difference(self) -> float | None:
        return None if self.change.difference is None else float(self.change.difference)


@dataclass(frozen=True)
class ScoreShown:
    """One scale: its figure or why there is none, and everything it rests on."""

    score: Score
    name: str
    bounds: str
    easy_bounds: str
    is_other_rule: bool
    changes: Sequence[ChangeShown]
    picture: charts.Picture | None

    @property
    def figure(self) -> float | None:
        return None if self.score.value is None else float(self.score.value)


@dataclass(frozen=True)
class Shown:
    """The whole page."""

    filling: Filling
    held: Held = field(repr=False)
    answers: Sequence[AnswerShown] = field(repr=False)
    dropped: Sequence[str]
    scores: Sequence[ScoreShown]
    verdicts: Sequence[tuple[str, Verdict]]
    straight: str


def opened(by: Actor, filling: Filling, act: str, reason: str) -> Held:
    """The answers of a filling, on a page of their own. Raises Locked, NoGrant, Erased."""
    with reading(by, filling.project_id, act=act, reason=reason) as page:
        found = page.open(filling, "notes.answers")
    return held(found.value)


def shown(by: Actor, filling: Filling, reason: str) -> Shown:
    """The filling as its page shows it."""
    there = opened(by, filling, "measures.show_filling", reason)
    version = filling.form_version
    form, pack = form_of(version), scoring.pack_of(version)
    answers = answers_shown(filling, there)
    names = {item.link_id: item_words(item, filling.language).text for item in form.questions()}
    dropped = [names.get(key.partition("@")[0], key) for key in there.dropped if key not in there.answers]
    if pack is None or not filling.is_finished:
        return Shown(filling, there, answers, dropped, [], [], "")
    result = packs.score(pack, scoring.slot_answers(version, there.answers))
    named = {one.id: one.name for one in pack.conclusions}
    kept = queries.scores_of_pack(filling.person, pack.id)
    outside = _outside(filling, kept)
    return Shown(
        filling,
        there,
        answers,
        dropped,
        [_score(pack, row, kept, outside) for row in kept if row.filling_id == filling.id],
        [(named.get(one.conclusion, one.conclusion), one) for one in result.verdicts],
        result.straight_line,
    )


def answers_shown(filling: Filling, there: Held) -> list[AnswerShown]:
    """Every question of the version in its order, in the language it was asked in."""
    found = []
    for item in form_of(filling.form_version).questions():
        if item.hidden:
            continue
        for key in [item.link_id, *sorted(k for k in there.answers if k.startswith(f"{item.link_id}@"))]:
            text, is_missing = value_in_words(item, there.answers.get(key, ()), filling.language)
            found.append(AnswerShown(key, item_words(item, filling.language).text, text, is_missing))
    return found


def _score(pack: Pack, row: Score, kept: Sequence[Score], outside: Sequence[Happening]) -> ScoreShown:
    scale = pack.scale(row.scale)
    same = [one for one in kept if one.scale == row.scale]
    before = same[: same.index(row)]
    between = {
        "low": _plain(scale.minimum),
        "high": _plain(scale.maximum),
        "what": HIGHER_IS[scale.higher_is],
    }
    return ScoreShown(
        score=row,
        name=scale.name,
        bounds=_("from %(low)s to %(high)s; higher is %(what)s") % between,
        easy_bounds=_("It goes from %(low)s to %(high)s. Higher is %(what)s.") % between,
        is_other_rule=row.pack_hash != pack.sha256,
        changes=_changes(pack, row, before[-1]) if before else [],
        picture=_picture(scale.name, row.scale, same, outside) if len(same) > 1 else None,
    )


def _plain(value: object) -> str:
    return f"{float(value):g}"  # type: ignore[arg-type]


def _changes(pack: Pack, row: Score, before: Score) -> list[ChangeShown]:
    found = packs.change(pack, row.scale, _standing(before), _standing(row))
    since = days.day(before.filling.answered_on)
    return [ChangeShown(one, since, moved_in_words(one.moved)) for one in found]


def _standing(row: Score) -> Standing:
    return Standing(row.pack, row.pack_version, row.value, row.branch, row.language, row.filling.how)


def moved_in_words(moved: str) -> str:
    """The four states of a change."""
    return {
        packs.UP: _("better by this rule"),
        packs.DOWN: _("worse by this rule"),
        packs.STAYED: _("no change by this rule"),
    }.get(moved, _("not known by this rule"))


def _outside(filling: Filling, rows: Iterable[Score]) -> list[Happening]:
    """What happened outside between the first and the last time."""
    answered = [row.filling.answered_on for row in rows]
    return between(filling.project_id, min(answered), max(answered)) if len(set(answered)) > 1 else []


def _picture(name: str, scale: str, rows: Iterable[Score], outside: Sequence[Happening]) -> charts.Picture:
    """The score over time, its table beside it; a time without a score has no figure."""
    listed = list(rows)
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in scale.lower())
    return trend(
        f"scale-{safe}",
        title=name,
        describe=_("%(name)s, %(n)s times, the earliest first.") % {"name": name, "n": len(listed)},
        labels=[days.day(row.filling.answered_on) for row in listed],
        series=[charts.Series(name, [None if row.value is None else float(row.value) for row in listed])],
        first_column=_("Answered on"),
        axis=of_days([row.filling.answered_on for row in listed]),
        happenings=outside,
    )


def circumstances(filling: Filling) -> list[dict[str, str]]:
    """Under what the answers were given, {key, value}."""
    return [
        {"key": _("What it was for"), "value": codes.label("occasions", filling.occasion)},
        {"key": _("Who answered"), "value": codes.label("answerers", filling.answered_by)},
        {"key": _("How"), "value": codes.label("hows", filling.how)},
        {"key": _("Answered on"), "value": days.day(filling.answered_on)},
        {"key": _("Who asked"), "value": getattr(filling, "by_name", "") or ""},
        *([{"key": _("Came here on"), "value": came}] if (came := _came(filling)) else []),
    ]


def _came(filling: Filling) -> str:
    """When what was answered without a signal reached the server."""
    at = filling.received_at
    return days.day_time(at.astimezone(filling.project.zone)) if at else ""


def page(by: Actor, filling: Filling, reason: str) -> dict[str, object]:
    """What the page of a filling shows."""
    there = shown(by, filling, reason)
    amended = list(filling.amendments.order_by("n"))
    return {
        "filling": filling,
        "version": filling.form_version,
        "is_measure": bool(filling.form_version.form.pack),
        "shown": there,
        "circumstances": circumstances(filling),
        "asked_in": language_name(filling.language),
        "language_tag": filling.language,
        "direction": direction(filling.language),
        "amended": [(codes.label("amend_reasons", row.reason), row.amended_at) for row in amended],
        "void_reason": codes.label("void_reasons", filling.void_reason) if filling.void_reason else "",
    }
