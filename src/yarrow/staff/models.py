"""Projects, the people who work in them, and how they come and go."""

from typing import Any, NoReturn
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from yarrow.staff.roles import BY_NAMED_GRANT, COMPARTMENTS, GUEST, ROLE_CHOICES, role_label
from yarrow.staff.states import ACTIVE, LEFT, STATE_CHOICES, WAITING
from yarrow.ui.addresses import address
from yarrow.vault import compartments, holders, sessions
from yarrow.vault.prepared import Prepared, Rows

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Project(models.Model):
    """A support project: the tenant. It has its own keys, its own trail and its own workers."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    name = models.CharField(max_length=120)
    # What a screen, a phone or an authenticator app shows; says nothing about the work.
    app_name = models.CharField(max_length=40, default="Yarrow")
    time_zone = models.CharField(max_length=64, default="Europe/London")
    languages = models.JSONField(default=list)
    created_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    # role → compartments that this project withholds from it
    narrowed = models.JSONField(default=dict, blank=True)

    class Privacy:
        plain = (
            "id",
            "code",
            "name",
            "app_name",
            "time_zone",
            "languages",
            "created_at",
            "live_at",
            "narrowed",
        )
        personal = ()
        sealed = ()
        retention = "installation"
        subject = ""

    def __str__(self) -> str:
        return self.code

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this project's days begin and end."""
        return ZoneInfo(self.time_zone)

    @property
    def is_live(self) -> bool:
        return self.live_at is not None

    def compartments_for(self, role: str, *, named: bool = False) -> tuple[str, ...]:
        """What a role may hold here; with `named`, also what only a grant that names the worker gives."""
        allowed = COMPARTMENTS[role] + (BY_NAMED_GRANT.get(role, ()) if named else ())
        withheld = self.narrowed.get(role, ())
        return tuple(name for name in allowed if name not in withheld)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address of page `name` within this project."""
        if kwargs:
            return reverse(name, kwargs={"project": self.code, **kwargs})
        return address(name, self.code, *args)


class WorkerManager(BaseUserManager["Worker"]):
    def get_by_natural_key(self, username: str | None) -> "Worker":
        return self.get(email=(username or "").strip().lower())

    def signed_in(self, worker_id: UUID) -> "Worker | None":
        """The worker of a session, who has not left, with whether they have a second factor; both in one query."""
        found: Worker | None = _signed_in(worker_id).first()
        return found


def _with_factor(worker_id: UUID) -> "models.QuerySet[Worker]":
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS)
    workers = Worker.objects.filter(pk=worker_id, is_active=True)
    return workers.annotate(came_with_factor=Exists(factors))


_signed_in = Prepared(_with_factor)


class Worker(AbstractBaseUser):
    """Staff, volunteer or peer with an account. Signs in by e-mail, passphrase and second factor.

    The passphrase opens the worker's private key (`holder_id`, kept by the vault); there is no other
    verifier. Django's `password` column never holds a hash: it is the random mark that sessions are bound
    to, so that renewing it ends every session of the worker at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    holder_id = models.UUIDField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # The code of the language in which they read their pages; empty until they choose one.
    language = models.CharField(max_length=12, blank=True, default="")

    objects = WorkerManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Privacy:
        plain = ("id", "holder_id", "is_active", "joined_at", "last_login", "password")
        personal = ("email", "name", "language")
        sealed = ()
        retention = "installation"
        subject = ""

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> NoReturn:
        """Refused: a passphrase is only ever set together with its key."""
        raise NotImplementedError("a passphrase is set by staff.actions, together with its key")

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the worker's passphrase: it is if it opens their private key (one full run)."""
        return holders.unlock(self.holder_id, raw_password or "") is not None

    @property
    def holder(self) -> UUID:
        """The id of this worker's key pair."""
        if self.holder_id is None:
            raise KeyError("this account has no key pair")
        return self.holder_id

    def end_sessions(self, *, but: str | None = None) -> None:
        """End every session of this worker at once, but perhaps the one with this session id.

        The rows go, and the mark they were bound to is renewed, so that a copy of a row is worth nothing either.
        """
        sessions.end_all_of(self.id, but=but)
        self.set_unusable_password()
        self.save(update_fields=["password"])

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app or a passkey is set up (recovery codes alone don't count)."""
        return Authenticator.objects.filter(user_id=self.id, type__in=SECOND_FACTORS).exists()


class MembershipSet(models.QuerySet["Membership"]):
    def of(self, worker: Worker) -> "MembershipSet":
        """This worker's memberships that have not ended."""
        return self.filter(worker=worker).exclude(state=LEFT).select_related("project")

    def present(self) -> "MembershipSet":
        """Places that have not ended."""
        return self.exclude(state=LEFT).select_related("worker")

    def left(self) -> "MembershipSet":
        """Places that have ended."""
        return self.filter(state=LEFT).select_related("worker")


class Membership(models.Model):
    """A worker's place in one project: role and state (see `states.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="memberships")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=WAITING)
    joined_at = models.DateTimeField()
    keys_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "project"], name="one_place_per_project"),
        ]

    class Privacy:
        plain = ("id", "worker", "project", "role", "state", "joined_at", "keys_at", "left_at")
        personal = ()
        sealed = ()
        retention = "installation"
        subject = ""

    def __str__(self) -> str:
        return f"{self.worker_id} {self.role} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING

    @property
    def is_active(self) -> bool:
        return self.state == ACTIVE

    @property
    def is_guest(self) -> bool:
        """Whether this is the place of a partner's worker."""
        return self.role == GUEST

    @property
    def role_label(self) -> str:
        return role_label(self.role)

    @property
    def compartments(self) -> tuple[str, ...]:
        """The compartments this place comes with."""
        return self.project.compartments_for(self.role)

    @property
    def held(self) -> set[str]:
        """The compartments of this project that the worker holds a key to now."""
        if self.worker.holder_id is None:
            return set()
        return compartments.held_by(self.project_id, self.worker.holder_id)


class InvitationSet(models.QuerySet["Invitation"]):
    def open_in(self, project: Project) -> "InvitationSet":
        """Invitations of this project that nobody has used or withdrawn yet."""
        return self.filter(project=project, used_at=None, withdrawn_at=None).order_by("created_at")


class Invitation(models.Model):
    """A link that lets one named person join in one role, once. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    invited_by = models.UUIDField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationSet.as_manager()

    class Privacy:
        plain = (
            "id",
            "project",
            "token_hash",
            "role",
            "invited_by",
            "created_at",
            "expires_at",
            "used_at",
            "withdrawn_at",
        )
        personal = ("email", "name")
        sealed = ()
        retention = "invitation"
        event = "expires_at"
        subject = ""

    def __str__(self) -> str:
        return f"invitation {self.id}"


def worker_names(ids: "set[UUID]") -> dict[UUID, str]:
    """Display names of workers by id, for lists that carry ids only (the trail, key workers)."""
    return dict(Worker.objects.filter(id__in=ids).values_list("id", "name"))


_names_in = Prepared(
    lambda project_id: Membership.objects.filter(project=project_id).values_list("worker_id", "worker__name")
)


def names_in(project: Project) -> Rows:
    """(id, name) of everybody who works or worked in a project, still to be read."""
    return _names_in(project.pk)


def worker_name(field: str) -> Subquery:
    """The name of the worker whose id stands in `field`, for an annotation: read with the row."""
    return Subquery(Worker.objects.filter(pk=OuterRef(field)).values("name")[:1])
