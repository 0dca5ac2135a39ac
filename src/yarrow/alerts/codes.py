"""The code that a worker hands to a member: sixteen signs that nobody guesses (77 bits), for some days and one use."""

import secrets
from datetime import datetime, timedelta

from yarrow.alerts.models import Member, MemberCode
from yarrow.alerts.ways import Way, packed, unpacked
from yarrow.methods.tokens import PART, SIGNS, hashed
from yarrow.staff.models import Project
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered

LENGTH = 16
GOOD_FOR = timedelta(days=7)


def new_code() -> str:
    """Four groups of four signs."""
    signs = "".join(secrets.choice(SIGNS) for _n in range(LENGTH))
    return "-".join(signs[n : n + PART] for n in range(0, LENGTH, PART))


def kept(member: Member, code: str, ways: tuple[Way, ...], at: datetime) -> MemberCode:
    """The row of a code, saved; the one before it is good no more."""
    MemberCode.objects.filter(member=member).delete()
    row = MemberCode(project_id=member.project_id, member=member, digest=hashed(code), goes_at=at + GOOD_FOR)
    row.wrapped = sealing.seal(_key(code), sealing.pack(packed(ways)), _place(member))
    row.save(force_insert=True)
    return row


def found(project: Project, code: str, at: datetime) -> MemberCode | None:
    """The code, if it is still good."""
    rows = MemberCode.objects.select_related("member").filter(project=project, digest=hashed(code))
    return rows.filter(goes_at__gt=at, member__left_on=None).first()


def ways_under(row: MemberCode, code: str) -> tuple[Way, ...] | None:
    """The ways that were sealed with the code; None where a worker has changed them since."""
    if not row.wrapped:
        return None
    try:
        return unpacked(
            sealing.unpack(sealing.open_sealed(_key(code), bytes(row.wrapped), _place(row.member)))
        )
    except Tampered:
        return None


def _key(code: str) -> bytes:
    plain = "".join(sign for sign in code.lower() if sign in SIGNS)
    return sealing.derive(plain.encode(), "yarrow member's code")


def _place(member: Member) -> bytes:
    return sealing.bound_to("member's code", member.project_id, member.pk)
