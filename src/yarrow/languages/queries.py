"""How far a language is: translated, signed off, changed since."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.conf import settings

from yarrow.languages.catalogue import Message, messages_of
from yarrow.languages.models import SignOff
from yarrow.staff.models import Membership, Project
from yarrow.ui.languages import BY_CODE, ENGLISH, Language

# So many different fluent workers make a language more than a draft.
ENOUGH = 2
PAGE = 40
# The foot of every page says how far its language is: looked up once a minute in each process, never per page.
REMEMBERED_SECONDS = 60.0
_remembered: dict[str, tuple[float, "Standing"]] = {}


@dataclass(frozen=True)
class Standing:
    """How far a language is. `n_changed`: messages that fewer than two standing sign-offs have seen as they are."""

    language: Language
    n_messages: int
    n_translated: int
    n_signed: int
    n_changed: int

    @property
    def percent(self) -> int:
        """The share translated, rounded down: 100 means all of them."""
        return 100 * self.n_translated // self.n_messages if self.n_messages else 0

    @property
    def is_draft(self) -> bool:
        return self.n_signed < ENOUGH

    @property
    def is_settled(self) -> bool:
        """Signed off as it is: nothing needs to be said."""
        return not self.is_draft and not self.n_changed


@dataclass(frozen=True)
class Signed:
    """One standing sign-off as a page of a project shows it; `name` is empty for a worker of another project."""

    name: str
    signed_at: object
    is_mine: bool


@dataclass(frozen=True)
class Reading:
    """A page of a language's messages."""

    messages: list[Message]
    n_found: int
    n_pages: int
    page: int


def messages(language: Language) -> tuple[Message, ...]:
    """Every message of the language."""
    return messages_of(language.folder)


def languages() -> list[Language]:
    """Those that this installation offers, English apart."""
    return [BY_CODE[code] for code, _name in settings.LANGUAGES if code != ENGLISH]


def language_of(code: str) -> Language | None:
    """An offered language that is translated; None for any other."""
    return next((one for one in languages() if one.code == code), None)


def standing(language: Language, signed: list[SignOff] | None = None) -> Standing:
    """How far the language is now."""
    mine = SignOff.objects.standing().filter(language=language.code) if signed is None else signed
    seen: Counter[str] = Counter()
    n_signed = 0
    for one in mine:
        n_signed += 1
        seen.update(one.digests)
    every = messages(language)
    translated = [message for message in every if message.is_translated]
    n_changed = sum(seen[message.digest] < ENOUGH for message in translated)
    return Standing(language, len(every), len(translated), n_signed, n_changed)


def standing_lately(language: Language) -> Standing:
    """The same, at most a minute old."""
    at, found = _remembered.get(language.code, (0.0, None))
    if found is None or monotonic() - at > REMEMBERED_SECONDS:
        found = standing(language)
        _remembered[language.code] = (monotonic(), found)
    return found


def forget() -> None:
    """Something was signed or withdrawn: look again."""
    _remembered.clear()


def standings() -> list[Standing]:
    """Every offered language, with one query."""
    signed = _by_language(SignOff.objects.standing())
    return [standing(language, signed.get(language.code, [])) for language in languages()]


def lines(project: Project, worker_id: UUID) -> list[tuple[Standing, list[Signed]]]:
    """Every offered language with who stands by it, with two queries."""
    rows = list(SignOff.objects.standing().select_related("worker"))
    known, by_language = _known(project, rows), _by_language(rows)
    return [
        (standing(language, those), [_signed(row, known, worker_id) for row in those])
        for language in languages()
        for those in [by_language.get(language.code, [])]
    ]


def signed_in(project: Project, language: Language, worker_id: UUID) -> list[Signed]:
    """Who stands by the language, the names of this project's own workers only."""
    rows = list(SignOff.objects.standing().filter(language=language.code).select_related("worker"))
    known = _known(project, rows)
    return [_signed(row, known, worker_id) for row in rows]


def _by_language(rows: Iterable[SignOff]) -> dict[str, list[SignOff]]:
    signed: dict[str, list[SignOff]] = {}
    for one in rows:
        signed.setdefault(one.language, []).append(one)
    return signed


def _known(project: Project, rows: Iterable[SignOff]) -> set[UUID]:
    """Those of these workers who work or worked in the project."""
    here = Membership.objects.filter(project=project, worker__in=[row.worker_id for row in rows])
    return set(here.values_list("worker_id", flat=True))


def _signed(row: SignOff, known: set[UUID], worker_id: UUID) -> Signed:
    return Signed(
        row.worker.name if row.worker_id in known else "", row.signed_at, row.worker_id == worker_id
    )


def reading(language: Language, text: str, only: str, page: int, worker_id: UUID) -> Reading:
    """One page of what fits. `only`: "open" for what is not translated, "new" for what this worker has not signed."""
    found = [message for message in messages(language) if not text or message.says(text)]
    if only == "open":
        found = [message for message in found if not message.is_translated]
    if only == "new":
        mine = SignOff.objects.standing().filter(language=language.code, worker_id=worker_id).first()
        read = mine.digests if mine else set()
        found = [message for message in found if message.is_translated and message.digest not in read]
    n_pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), n_pages)
    return Reading(found[(page - 1) * PAGE : page * PAGE], len(found), n_pages, page)
