"""Members of the town's alerts: most get a line that says nothing, some the warning itself; one was put out.

The same each time, but for codes, which nobody may guess.
"""

from datetime import timedelta
from typing import Any

from yarrow.alerts import actions
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.models import Member
from yarrow.alerts.ways import Way, email_way, phone_way
from yarrow.demo.building import Building

# Numbers and addresses that reach nobody: kept free for films and for examples.
NAMES = (
    "Ana",
    "Bibi",
    "Cleo",
    "Dee",
    "Elif",
    "Flo",
    "Gigi",
    "Hana",
    "Ines",
    "Jo",
    "Kim",
    "Lia",
    "Mo",
    "Nadia",
)
LANGUAGES = ("en-gb", "ro", "en-gb", "pt-br", "en-gb", "pl")
SETTINGS: tuple[list[str], ...] = ([], ["street"], ["parlour", "shared_flat"], ["online_adverts"])
LINES = ("Don't forget to water the plants.", "The book that you asked for is here.", "")
# Whoever wants to try a member's own page comes in with this.
PHRASE = "copper lantern over the old mill"


def vouch_for_members(built: Building) -> None:
    """One after the other in the last half year; one has a page of their own, one was put out."""
    places = list(built.zones.values())
    for n, name in enumerate(NAMES):
        day = built.town.today - timedelta(days=170 - 11 * n)
        told = _act(built, "outreach" if n % 3 else "coordinator", day)
        vouched = actions.vouch_for(
            name=name,
            ways=_ways(n),
            zones=places[n % len(places) :][:1] if n % 2 else [],
            settings=SETTINGS[n % len(SETTINGS)],
            language=LANGUAGES[n % len(LANGUAGES)],
            entry_id=built.new_id(),
            **told,
        )
        if n == 0:
            actions.choose_phrase(code=vouched.code, phrase=PHRASE, **{**told, "by": MEMBER})
    last = Member.objects.get(pk=vouched.member.pk)
    why = "Her number was passed on; somebody else reads what is sent there."
    actions.put_out(member=last, why=why, **_act(built, "coordinator", built.town.today - timedelta(days=2)))


def _act(built: Building, worker: str, day: Any) -> dict[str, Any]:
    by = built.crew.actor(worker)
    return {"project": built.crew.project, "by": by, "at": built.at(day, 15)}


def _ways(n: int) -> list[Way]:
    """Of three, one gets text messages, one e-mail, one both; every seventh reads the page alone."""
    line, found = LINES[n % len(LINES)], []
    if n % 7 == 6:
        return []
    if n % 3 != 1:
        found.append(phone_way(f"07700 900{200 + n}", line, (10, 22)))
    if n % 3 != 0:
        found.append(email_way(f"{NAMES[n].lower()}@town.example", line))
    return found
