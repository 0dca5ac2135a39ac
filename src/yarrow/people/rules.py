"""Who may do what with people's records. `check_*` raises with a sentence, `can_*` answers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people.errors import CannotMerge, MergedAway, NotForYou, NotHere, NotLive, ReasonNeeded
from yarrow.people.models import Consent, KeyWorker, Merge, OfPerson, Opening, Person
from yarrow.people.models.consent import GIVEN
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import CASE, WORKERS
from yarrow.staff.states import ACTIVE
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased
from yarrow.vault.prepared import PreparedLists

# A reason for opening a record outside the caseload holds for one shift.
REASON_HOLDS = timedelta(hours=12)
ASSIGNERS = (*CASE, "adviser")
LIST_KEEPERS = ("coordinator", "manager")
# Merging needs the keys to all that may have to move.
MERGERS = CASE
# How a row of the consent ledger stands.
HOLDS, EXPIRED, WITHDRAWN = "holds", "expired", "withdrawn"
ERASERS = ("coordinator", "manager")
COPIERS = CASE
# Papers are case work: they are sealed like notes.
PAPER_KEEPERS = CASE


def check_may_read(by: Actor) -> None:
    """Everyone who meets people sees whom the project knows; figures and servers are others' work."""
    if by.role not in WORKERS:
        raise NotForYou()


def check_may_write(by: Actor, project: Project) -> None:
    """People are added and changed by those who meet them, in a project that is live."""
    check_may_read(by)
    if not project.is_live:
        raise NotLive()


def check_may_assign(by: Actor, project: Project) -> None:
    """Key workers are named by those who do case work."""
    check_may_write(by, project)
    if by.role not in ASSIGNERS:
        raise NotForYou()


def can_assign(by: Actor) -> bool:
    return by.role in ASSIGNERS


def check_may_merge(by: Actor, project: Project) -> None:
    """Records are made one by those who do case work: they hold the keys to all of it."""
    check_may_write(by, project)
    if by.role not in MERGERS:
        raise NotForYou()


def can_merge(by: Actor) -> bool:
    return by.role in MERGERS


def check_stands(person: Person) -> None:
    """Nothing is written to a record that was merged into another."""
    if person.merged_into is not None:
        raise MergedAway(person.merged_into.code)


def check_can_merge(into: Person, came: Person) -> None:
    """Two records, each standing for itself."""
    if into.pk == came.pk:
        raise CannotMerge(message=_("This is one record already."))
    for one in (into, came):
        check_stands(one)
    if into.supported_as != came.supported_as:
        raise CannotMerge(message=_("These two can't become one record."))


def check_can_part(merge: Merge, into: Person, came: Person) -> None:
    """A merge that stands, of a record that stands for itself."""
    if merge.undone_at is None and into.merged_into is not None:
        code = into.merged_into.code
        raise CannotMerge(
            message=_("Since then this record was merged into %(code)s. Take that back first.")
            % {"code": code}
        )
    if merge.undone_at is not None or came.merged_into_id != into.pk:
        raise CannotMerge(message=_("These are two records again already."))


def check_may_keep_lists(by: Actor, project: Project) -> None:
    """The project's own settings list is kept by co-ordinators and managers."""
    check_may_write(by, project)
    if by.role not in LIST_KEEPERS:
        raise NotForYou()


def can_keep_lists(by: Actor) -> bool:
    return by.role in LIST_KEEPERS


def check_may_erase(by: Actor, project: Project) -> None:
    """A record is erased by a co-ordinator or the manager."""
    check_may_write(by, project)
    if by.role not in ERASERS:
        raise NotForYou()


def can_copy(by: Actor) -> bool:
    return by.role in COPIERS


def can_erase(by: Actor) -> bool:
    return by.role in ERASERS


def check_may_keep_papers(by: Actor, project: Project) -> None:
    """Pictures of papers are kept by those whose role can hold the key to case notes."""
    check_may_write(by, project)
    if by.role not in PAPER_KEEPERS:
        raise NotForYou()


def can_keep_papers(by: Actor, project: Project) -> bool:
    """Whether this worker may, and holds the key that papers are sealed with."""
    return by.role in PAPER_KEEPERS and by.holds(project.id, "notes")


def check_here(row: Person | OfPerson, project: Project) -> None:
    """Another project's record is no record, and an erased one is closed for good."""
    if row.project_id != project.id:
        raise NotHere()
    if (row if isinstance(row, Person) else row.person).erased_at is not None:
        raise Erased()


def check_works_here(worker: Worker, project: Project) -> None:
    """A key worker has keys in this project and meets people in it."""
    place = Membership.objects.filter(worker=worker, project=project, state=ACTIVE, role__in=WORKERS)
    if not place.exists():
        raise Refusal(
            _("This worker can't be a key worker here. Choose someone from the list."), field="worker"
        )


def check_can_hold(worker: Worker, project: Project) -> None:
    """What is about people goes to somebody who works here and holds the key to who they are."""
    check_works_here(worker, project)
    place = Membership.objects.get(worker=worker, project=project)
    if "identity" not in place.held:
        raise Refusal(_("%s holds no key to who people are. Choose somebody else.") % worker.name, field="to")


_around = PreparedLists(
    lambda person_id, worker_id, after, at: [
        KeyWorker.objects.current().filter(person=person_id).values_list("worker_id", flat=True),
        Opening.objects.filter(person=person_id, worker_id=worker_id, at__gt=after, at__lte=at).values_list(
            "reason", flat=True
        )[:1],
    ]
)


class Caseload:
    """Whether one worker may open one record now, and for which reason; both lists are read in one query."""

    def __init__(self, by: Actor, person: Person, at: datetime) -> None:
        self.by = by
        self.key_workers, self.reasons = _around(person.pk, by.id, at - REASON_HOLDS, at)
        at_once.read(self.key_workers, self.reasons)

    @property
    def is_outside(self) -> bool:
        """Whether someone else is the key worker. A person without one is on everybody's caseload."""
        return any(worker_id != self.by.id for worker_id in self.key_workers)

    @property
    def reason(self) -> str:
        """The reason code that was given for this record within the last shift; "" without one."""
        return next(iter(self.reasons), "")


def check_may_open(by: Actor, person: Person, at: datetime) -> str:
    """Whether the full record may open now; the reason that goes on the trail ("" inside the caseload).
    Raises NotForYou or ReasonNeeded.
    """
    check_may_read(by)
    found = Caseload(by, person, at)
    if not found.is_outside:
        return ""
    if not found.reason:
        raise ReasonNeeded(person.id)
    return found.reason


def can_open(by: Actor, person: Person, at: datetime) -> bool:
    try:
        check_may_open(by, person, at)
    except Refusal:
        return False
    return True


def state_of_consent(row: Consent, day: date) -> str:
    """How the latest row for a purpose and recipient stands on `day`."""
    if row.act != GIVEN:
        return WITHDRAWN
    return EXPIRED if row.expires_on is not None and row.expires_on < day else HOLDS


def standing(rows: Iterable[Consent]) -> list[Consent]:
    """Of a person's rows, the latest first: what was agreed last for each purpose and recipient, expired or not.

    Taking back what was agreed for a kind of recipient takes back what was agreed before for one agency of it; no to
    one agency is no to it, under whatever kind it was agreed to before.
    """
    found, spoken, ended, refused = [], set(), set(), set()
    for row in rows:
        kind, agency = (row.purpose, row.recipient), (row.purpose, row.agency)
        if kind in ended or agency in refused or (*kind, row.agency) in spoken:
            continue
        spoken.add((*kind, row.agency))
        if row.act == GIVEN:
            found.append(row)
        else:
            ended.add(kind) if row.agency is None else refused.add(agency)
    return found


def refused(rows: Iterable[Consent]) -> list[Consent]:
    """Of a person's rows, the latest first: the last no to each agency that they did not agree to by its name since.

    What they agreed to for its kind does not reach it (`methods.sharing`).
    """
    last: dict[tuple[str, UUID], Consent] = {}
    for row in rows:
        if row.agency is not None:
            last.setdefault((row.purpose, row.agency), row)
    return [row for row in last.values() if row.act != GIVEN]


def standing_consent(
    person: Person, purpose: str, recipient: str, at: datetime | None = None, agency: UUID | None = None
) -> Consent | None:
    """What `purpose` and `recipient` rest on (at that time), expired or not; None when withdrawn or never given."""
    rows = Consent.objects.filter(person=person, purpose=purpose, recipient=recipient)
    said = standing(rows.filter(added_at__lte=at) if at else rows)
    return next((row for row in said if row.agency == agency), None)


def has_consent(
    person: Person, purpose: str, recipient: str, *, at: datetime, categories: Iterable[str] = ()
) -> bool:
    """Whether the person agreed that `recipient` gets facts of these categories for `purpose`, and it held at `at`."""
    row = standing_consent(person, purpose, recipient, at)
    if row is None or state_of_consent(row, at.astimezone(person.project.zone).date()) != HOLDS:
        return False
    return set(categories) <= set(row.categories)


def to_take_back(person: Person, purpose: str) -> list[Consent]:
    """The rows that can be taken back."""
    return standing(Consent.objects.filter(person=person, purpose=purpose))


def can_take_back(person: Person, purpose: str, recipient: str, agency: UUID | None = None) -> bool:
    """Whether something stands there. One agency can be refused, once, where all of its kind were agreed to."""
    rows = list(Consent.objects.filter(person=person, purpose=purpose))
    stands = {row.agency for row in standing(rows) if row.recipient == recipient}
    if agency is None:
        return bool(stands)
    return agency in stands or (None in stands and agency not in {row.agency for row in refused(rows)})
