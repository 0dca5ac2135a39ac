"""Members of alerts: one whom a worker knows, one who changed what reaches them (taken in since), one put out."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from yarrow.alerts import actions
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.models import MemberDoor
from yarrow.alerts.ways import email_way, phone_way
from yarrow.contacts.models import Zone


def vouched(act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """What addresses call them; every word is sealed."""
    zones = list(Zone.objects.filter(project=act["project"])[:1])
    told = {"settings": ["street"], "language": "en-gb", **act}
    row = actions.vouch_for(
        name=word("name"),
        ways=[phone_way("07700 900555", word("phone_line"))],
        zones=zones,
        entry_id=uuid4(),
        **told,
    ).member
    changed = actions.vouch_for(name=word("name"), ways=[], zones=[], entry_id=uuid4(), **told)
    here = actions.choose_phrase(
        code=changed.code,
        phrase=f"five words nobody would guess {uuid4().hex}",
        project=act["project"],
        by=MEMBER,
        at=act["at"],
    )
    said = [email_way(f"{word('email')}@example.org".replace(" ", "-"), word("email_line"))]
    actions.change_ways(here=here, said=said, project=act["project"], by=MEMBER, at=act["at"])
    put_out(act, word)
    actions.take_in(**act)
    door = MemberDoor.objects.get(project=act["project"])
    return {("alerts", "member_id"): row.id, ("members", "door"): door.token}


def put_out(act: dict[str, Any], word: Callable[[str], str]) -> None:
    """One who was put out: the reason is sealed."""
    told = {"settings": [], "language": "en-gb", "ways": [], "zones": [], **act}
    out = actions.vouch_for(name=word("name"), entry_id=uuid4(), **told).member
    actions.put_out(member=out, why=word("why"), **act)
