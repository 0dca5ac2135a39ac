"""A panel of the town with two meetings under an agreement that soon runs out, and a forum with a seat. No dice."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yarrow.agencies.models import Agency
from yarrow.demo.building import Building
from yarrow.panels import actions
from yarrow.panels.models import Item, Meeting, Panel
from yarrow.people.actions import give_consent, withdraw_consent
from yarrow.people.models import Person
from yarrow.sharing.actions import Fact, add_agreement, sign

DAY = timedelta(days=1)
# Who sits on it, by whom signed; the police sit there and have not signed.
CLINIC, HOUSING, POLICE = (
    "Quayside Clinic",
    "Yarrow Council Housing Options",
    "Yarrow Police, sex work liaison",
)
SIGNED = {CLINIC: "The clinic's manager", HOUSING: "Head of housing options"}
WANTS = (
    "A room with a lock, and nobody told where she works",
    "That the clinic knows before the day, so that he need not say it all again",
    "To be left in peace by the landlord",
    "Does not know yet; wants to hear what there is",
)
SAYS = (
    "Sleeps on sofas, needs a place by the end of the month",
    "Missed two appointments because of nights; afternoons work",
    "The landlord takes money and gives no paper",
    "Wants somebody alongside the first time",
)


@dataclass(frozen=True)
class Conferring:
    """The town, its panel and the agencies on it."""

    built: Building
    agencies: dict[str, Agency]

    def about(self, day: date, worker: str = "case_worker", hour: int = 10) -> dict[str, Any]:
        """Who acts, and when: never later than yesterday."""
        at = self.built.at(min(day, self.built.town.today - DAY), hour)
        return {"project": self.built.crew.project, "by": self.built.crew.actor(worker), "at": at}


def confer(built: Building) -> None:
    """One panel, two meetings, four people with different consents; and a forum."""
    rows = Agency.objects.of(built.crew.project).filter(name__in=(CLINIC, HOUSING, POLICE))
    doing = Conferring(built, {row.name: row for row in rows})
    people = _people(built)
    panel = _panel(doing)
    today = built.town.today
    met = actions.plan_meeting(panel=panel, held_on=today - 35 * DAY, **doing.about(today - 50 * DAY))
    _agree(doing, people)
    for n, person in enumerate(people[:3]):
        _forward(doing, met, person, n, today - 40 * DAY)
    _hold(doing, met)
    to_come = actions.plan_meeting(panel=panel, held_on=today + 14 * DAY, **doing.about(today - 10 * DAY))
    for n, person in enumerate(people[1:4], start=1):
        _forward(doing, to_come, person, n, today - 5 * DAY)
    _sit_in_forum(doing)


def _people(built: Building) -> list[Person]:
    """Adults whose key worker is the case worker, and who came long before the first meeting."""
    before = built.town.today - 60 * DAY
    planned = [one for one in built.town.people if one.key_worker == "case_worker" and one.begins_on < before]
    adults = [one for one in planned if one.age_band != "under_18" and one.number != built.town.erased]
    fitting = [one for one in adults if not one.is_apart and one.twice_of is None]
    return [Person.objects.get(pk=built.people[one.number].pk) for one in fitting[:4]]


def _panel(doing: Conferring) -> Panel:
    today = doing.built.town.today
    act = doing.about(today - 60 * DAY, "coordinator")
    agreement = add_agreement(
        name="Working together in Yarrow",
        aim="So that people are helped without telling it all again, and nobody hears what is not theirs to hear.",
        covers=["health", "support", "police"],
        categories=["identity", "support", "health"],
        starts_on=today - 330 * DAY,
        expires_on=today + 34 * DAY,
        review_on=today + 20 * DAY,
        **act,
    )
    for name, who in SIGNED.items():
        signed_on = today - 320 * DAY
        sign(agreement=agreement, agency=doing.agencies[name], signed_by=who, signed_on=signed_on, **act)
    panel = actions.add_panel(name="Yarrow panel", agreement=agreement, **act)
    for agency in doing.agencies.values():
        actions.seat_agency(panel=panel, agency=agency, **act)
    worker = doing.built.crew.places["case_worker"].worker
    actions.join_team(panel=panel, worker=worker, **act)
    return panel


def _agree(doing: Conferring, people: list[Person]) -> None:
    """Everybody something else: both, the clinic alone, housing without a name, and one who took it back."""
    act = doing.about(doing.built.town.today - 45 * DAY)
    clinic: dict[str, Any] = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
    housing: dict[str, Any] = {"purpose": "support", "recipient": "housing", "how": "spoken"}
    names, help_alone = ["identity", "support"], ["support"]
    asked = (
        (0, clinic, names),
        (0, housing, names),
        (1, clinic, names),
        (2, housing, help_alone),
        (3, housing, names),
    )
    for n, said, categories in asked:
        if n < len(people):
            give_consent(person=people[n], categories=categories, **said, **act)
    if people:
        taken_back = doing.about(doing.built.town.today - 20 * DAY)
        withdraw_consent(person=people[0], **housing, **taken_back)


def _forward(doing: Conferring, meeting: Meeting, person: Person, n: int, day: date) -> Item:
    facts = [Fact("called", f"{person.code}"), Fact("support_words", SAYS[n])]
    told: dict[str, Any] = {"person": person, "meeting": meeting, "wants": WANTS[n], "facts": facts}
    return actions.put_forward(entry_id=doing.built.new_id(), **told, **doing.about(day))


def _hold(doing: Conferring, meeting: Meeting) -> None:
    """Sheets before, who came, what was said, minutes, and what was taken on: one done, one late."""
    act = doing.about(meeting.held_on)
    for name in SIGNED:
        agency = doing.agencies[name]
        told: dict[str, Any] = {"meeting": meeting, "agency": agency}
        actions.tell(how=actions.SHEET, entry_id=doing.built.new_id(), **told, **act)
        actions.note_attendance(name=SIGNED[name], **told, **act)
        actions.tell(how=actions.SPOKEN, entry_id=doing.built.new_id(), **told, **act)
    items = list(Item.objects.filter(meeting=meeting))
    for n, item in enumerate(items):
        words = "Housing looks at what is free and rings before Friday."
        actions.write_minutes(item=item, words=words, seen=actions.mark_of(None), **act)
        due: dict[str, Any] = {
            "due_on": meeting.held_on + (7 + 7 * n) * DAY,
            "entry_id": doing.built.new_id(),
        }
        owner: dict[str, Any] = {"agency": doing.agencies[HOUSING]} if n % 2 else {"worker": act["by"].id}
        made = actions.add_action(item=item, what="Ask what is free, and ring back", **due, **owner, **act)
        if n == 0:
            actions.finish_action(action=made, **doing.about(meeting.held_on + 6 * DAY))


def _sit_in_forum(doing: Conferring) -> None:
    today = doing.built.town.today
    act = doing.about(today - 30 * DAY, "coordinator")
    forum = actions.add_forum(
        name="Yarrow strategy forum", aim="How the town treats people who sell sex.", **act
    )
    seat = actions.add_seat(
        forum=forum, kind="sex_worker", chosen_name="Heron", entry_id=doing.built.new_id(), **act
    )
    agency: dict[str, Any] = {
        "kind": "agency",
        "agency": doing.agencies[POLICE],
        "entry_id": doing.built.new_id(),
    }
    police = actions.add_seat(forum=forum, **agency, **act)
    day = today - 30 * DAY
    for kind, answer, pence in (
        ("fee", "given", 6000),
        ("travel", "given", 520),
        ("briefing", "offered", None),
    ):
        support: dict[str, Any] = {
            "kind": kind,
            "answer": answer,
            "pence": pence,
            "entry_id": doing.built.new_id(),
        }
        actions.add_support(seat=seat, on=day, **support, **act)
    text = "No cautions at or near places of help, and a word beforehand about any operation."
    line: dict[str, Any] = {
        "kind": "strategy",
        "words": text,
        "said_on": day,
        "entry_id": doing.built.new_id(),
    }
    actions.add_line(forum=forum, **line, **act)
    step: dict[str, Any] = {
        "words": "Write the agreement on policing down, and sign it.",
        "entry_id": doing.built.new_id(),
    }
    actions.add_step(forum=forum, owner=police, starts_on=day, due_on=today + 60 * DAY, **step, **act)
