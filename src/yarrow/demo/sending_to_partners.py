"""What the town sends to partners: letters a guest of the housing service, a file that waits for them."""

from datetime import date, timedelta
from typing import Any

from yarrow.agencies.models import Agency, Service
from yarrow.demo import staffing
from yarrow.demo.building import Building
from yarrow.demo.sign_ins import GUEST_KEY, staff_of
from yarrow.people.actions import give_consent
from yarrow.people.models import Person
from yarrow.sharing import actions, letters, lists
from yarrow.sharing.actions import Fact

DAY = timedelta(days=1)
WHERE = "Housing options"
LETTER = {
    "name": "Ada",
    "since": "the spring before last",
    "what_for": "somewhere to stay, and somebody to come along",
    "needs": "a door that locks, and no shared bathroom",
}
FILE = (
    b"Invented for Yarrow Town.\n\nAppointment: Tuesday, 10 o'clock, second floor. Please bring this page.\n"
)


def send_to_partners(built: Building) -> None:
    """Templates, one letter that left, one guest, and one file in their account that opens for some days yet."""
    agency = Service.objects.of(built.crew.project).select_related("agency").get(name=WHERE).agency
    today = built.town.today
    for item in lists.items("letters"):
        told: dict[str, Any] = {"name": item.label, "text": item.text, "is_asked": item.is_asked}
        actions.write_template(code=item.code, **told, **_about(built, "coordinator", today - 60 * DAY))
    # The last to come: the first are spoken of at the panel, and one of them takes something back.
    planned = [one for one in built.town.people if one.key_worker and one.age_band != "under_18"][-1]
    person = Person.objects.get(pk=built.people[planned.number].pk)
    _agree(built, person, agency, max(planned.begins_on, today - 30 * DAY))
    _write(built, person, agency)
    _send(built, person, agency)


def _about(built: Building, worker: str, day: date) -> dict[str, Any]:
    at = built.at(min(day, built.town.today - DAY), 15)
    return {"project": built.crew.project, "by": built.crew.actor(worker), "at": at}


def _agree(built: Building, person: Person, agency: Agency, day: date) -> None:
    """To this agency by its name."""
    said: dict[str, Any] = {"purpose": "support", "recipient": agency.recipient, "how": "spoken"}
    said |= {"agency": agency.pk, "recipient_name": agency.name, "categories": ["identity", "support"]}
    give_consent(person=person, **said, **_about(built, "case_worker", day))


def _write(built: Building, person: Person, agency: Agency) -> None:
    template = next(row for row in letters.templates_in(built.crew.project)[0] if row.code == "housing")
    act = _about(built, "case_worker", built.town.today - 6 * DAY)
    name = built.crew.places["case_worker"].worker.name
    seen = letters.mark_of(letters.text_of(template, agency, LETTER, name, act["at"]), agency)
    whom: dict[str, Any] = {"person": person, "agency": agency, "template": template}
    actions.write_letter(purpose="support", said=LETTER, seen=seen, **whom, **act)


def _send(built: Building, person: Person, agency: Agency) -> None:
    """The guest came three weeks ago; yesterday something was sent to them."""
    came = built.at(built.town.today - 21 * DAY, 11)
    staffing.join(built.crew, GUEST_KEY, staff_of(built.scale)[GUEST_KEY], at=came)
    place = built.crew.places[GUEST_KEY]
    until = built.town.today + 180 * DAY
    act = _about(built, "coordinator", built.town.today - 20 * DAY)
    guest = actions.seat_guest(membership=place, agency=agency, until=until, **act)
    facts = [Fact("called", "Ada"), Fact("file_support", "The appointment, on a page")]
    told: dict[str, Any] = {"purpose": "support", "days": 14, "openings": 5, "guest": guest}
    whom: dict[str, Any] = {"person": person, "agency": agency, "file": actions.attach(FILE)}
    about = _about(built, "case_worker", built.town.today - DAY)
    actions.make_package(facts=facts, **whom, **told, **about)
