"""The sealed answers of one filling inside an action: held, opened, put together, sealed, counted."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from yarrow.measures import scoring
from yarrow.measures.answers import Held, held, is_answered, merged
from yarrow.measures.errors import CannotBe
from yarrow.measures.models import Filling
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Answers, Value, kept
from yarrow.vault import trail
from yarrow.vault.actors import Actor

Given = Mapping[str, tuple[Value, ...]]


def locked(filling: Filling) -> Filling:
    """The row as it stands now, held until the transaction ends."""
    held_row = Filling.objects.select_for_update(of=("self",)).select_related(
        "form_version__form", "person", "project"
    )
    return held_row.get(pk=filling.pk)


def opened(row: Filling, by: Actor) -> Held:
    """What was answered so far, without a row on the trail: whoever saves holds the page. Raises Locked, NoGrant."""
    return held(row.sealed.open_unrecorded("notes.answers", by.unlocked))


def differ(before: Answers, given: Given, asked: frozenset[str]) -> bool:
    """Whether a question of the page stands answered otherwise than it was typed now."""
    return any(before.get(key) and before.get(key) != given.get(key, ()) for key in asked)


def put(row: Filling, before: Held, given: Given, asked: frozenset[str]) -> Held:
    """What stands after a page: its answers over those of before, without those that apply no more. Raises CannotBe."""
    wrong = scoring.problems(row.form_version, given)
    if wrong:
        raise CannotBe(next(iter(wrong.values())))
    answers, dropped = kept(form_of(row.form_version), merged(before.answers, given, asked))
    return Held(answers, all_dropped(before, dropped))


def all_dropped(before: Held, dropped: Iterable[str]) -> tuple[str, ...]:
    """Every question whose answer went, those of before first; one that is answered again is no longer among them."""
    return tuple(dict.fromkeys([*before.dropped, *sorted(dropped)]))


def seal(row: Filling, after: Held, by: Actor, at: datetime) -> None:
    """Seal the answers into the row, which is saved afterwards."""
    row.sealed.put("notes.answers", after.as_json(), by.unlocked)
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by.id


def count_answers(row: Filling, answers: Answers) -> None:
    """How many questions there are, and how many are answered, in plain columns."""
    asked = [item for item in form_of(row.form_version).questions() if not item.hidden]
    row.n_asked = len(asked)
    row.n_answered = sum(is_answered(answers.get(item.link_id)) for item in asked)


def note(act: str, row: Filling, by: Actor, at: datetime, reason: str = "") -> None:
    """The row on the trail."""
    trail.note(
        row.project_id,
        by=by,
        act=f"measures.{act}",
        at=at,
        subject=row.person_id,
        reason=reason,
        fields=["measures.filling.notes.answers"] if act != "begin_filling" else [],
    )
