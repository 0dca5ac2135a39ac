"""Some minutes in which a member's pages need their phrase no more: no cookie, a token in each page's own form.

The row holds the token's hash, and the private half of the member's key sealed with the token: a stolen table lets
nobody in and opens nothing. The quick exit ends it at once, silence after some minutes, a new phrase or being put out
with all others.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yarrow.alerts.models import Member, Stay
from yarrow.alerts.ways import Way, unpacked
from yarrow.staff.models import Project
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered
from yarrow.vault.prepared import Prepared

LASTS, MOVES_EVERY = timedelta(minutes=20), timedelta(minutes=1)
LONGEST_TOKEN = 100


@dataclass(frozen=True)
class Here:
    """A member who is here. `token`: for the next page's form; `private`: opens what is sealed to them."""

    member: Member
    token: str = field(repr=False)
    private: bytes = field(repr=False)

    def own_ways(self) -> tuple[Way, ...] | None:
        """Their ways; None where a worker has yet to seal them to this key."""
        if not self.member.own:
            return None
        try:
            return unpacked(sealing.unpack(sealing.open_with(self.private, bytes(self.member.own))))
        except Tampered:
            return None


_here = Prepared(
    lambda project_id, digest, at: Stay.objects.select_related("member").filter(
        project=project_id, digest=digest, goes_at__gt=at, member__left_on=None
    )
)


def begin(member: Member, private: bytes, at: datetime) -> Here:
    """They gave their phrase. What is over goes first: nothing says for longer that somebody was here."""
    Stay.objects.filter(project=member.project_id, goes_at__lte=at).delete()
    token = secrets.token_urlsafe(32)
    row = Stay(project_id=member.project_id, member=member, digest=_digest(token), goes_at=at + LASTS)
    row.wrapped = sealing.seal(_key(token), private, _place(member))
    row.save(force_insert=True)
    return Here(member, token, private)


def found(project: Project, token: str, at: datetime) -> Here | None:
    """Who is here with this token, for some minutes more; None where nobody is."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    row = _here(project.pk, _digest(token), at).first()
    if row is None:
        Stay.objects.filter(project=project, digest=_digest(token), goes_at__lte=at).delete()
        return None
    private = sealing.open_sealed(_key(token), bytes(row.wrapped), _place(row.member))
    # Moved on at most once a minute: a page after the other would each wait for the disk.
    if row.goes_at < at + LASTS - MOVES_EVERY:
        Stay.objects.filter(pk=row.pk, goes_at__gt=at).update(goes_at=at + LASTS)
    return Here(row.member, token, private)


def end(project: Project, token: str) -> None:
    """They left the page."""
    Stay.objects.filter(project=project, digest=_digest(token[:LONGEST_TOKEN])).delete()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _key(token: str) -> bytes:
    return sealing.derive(token.encode(), "yarrow member's stay")


def _place(member: Member) -> bytes:
    return sealing.bound_to("member's stay", member.project_id, member.pk)
