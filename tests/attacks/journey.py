"""A full journey through a project: sign in, add people, record, search, stumble, and let a locked session add."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.attacks import conferring, judging, releasing, town, vouching, warning_others
from tests.attacks.scanner import marker
from tests.attacks.walker import Walker
from tests.worlds import World
from yarrow.people.actions import left
from yarrow.people.models import Person
from yarrow.vault import inbox, intake, privacy
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment
from yarrow.vault.sealing_model import SealedModel, sealed_fields

# Fields that are plain by design ("Plain for analysis" and the workers' own names in docs/explanation).
PLAIN = {
    ("staff:invite_worker", "name"),
    ("staff:invite_worker", "email"),
    # The project's own lists and plans, drawn and named by the project.
    ("contacts:add_kind", "kind-label"),
    ("contacts:add_zone", "zone-label"),
    ("contacts:rename_zone", "label"),
    ("contacts:plan_session", "languages"),
    ("contacts:change_session", "languages"),
    ("desk:add_device", "name"),
    ("people:list_settings", "label"),
    # Who gives money, and the words of their form.
    ("evaluation:add_grant", "funder"),
    ("evaluation:change_grant", "funder"),
    ("evaluation:add_line", "wording"),
    ("evaluation:add_line", "unit"),
    ("evaluation:change_line", "wording"),
    ("evaluation:change_line", "unit"),
    # The project's own questions, papers of permission, and where people can turn.
    ("measures:make_form", "title"),
    ("measures:make_form", "lines"),
    ("measures:bring_form", "questionnaire"),
    ("measures:keep_licences", "evidence"),
    ("measures:keep_safe", "label"),
    ("measures:keep_safe", "detail"),
    # What agencies publish of themselves. A secret address is another thing, and has an attack of its own.
    *(
        (f"agencies:{page}", name)
        for page, names in (
            ("add_agency", ("name", "about", "phone", "url", "address")),
            ("change_agency", ("name", "about", "phone", "url")),
            ("add_service", ("name", "about", "places", "phone", "url", "waiting_said")),
            ("change_service", ("name", "about", "places", "phone", "url", "waiting_said")),
            ("add_feed", ("name", "licence")),
            ("change_feed", ("licence",)),
        )
        for name in names
    ),
    # What is agreed with agencies and the police, and forums, which are about nobody: a forum's text is looked through
    # for people known, and promise 52 is its attack.
    *(
        (page, name)
        for page, names in (
            ("sharing:add_agreement", ("name", "aim")),
            ("sharing:write_template", ("name", "text")),
            ("sharing:change_template", ("name", "text")),
            ("panels:add_panel", ("name",)),
            ("panels:add_forum", ("name", "aim")),
            ("panels:add_line", ("words",)),
            ("panels:add_step", ("words",)),
            ("community:add_event", ("title", "area", "link")),
            ("community:change_event", ("title", "area", "link")),
            ("community:add_agreement", ("title", "parties")),
            ("community:change_agreement", ("title", "parties")),
            ("community:add_point", ("words",)),
            ("community:list_statements", ("words",)),
        )
        for name in names
    ),
}
Where = tuple[str, str]
AROUND_AN_IMPORT = 24


@dataclass
class Journey:
    """What was typed where, and what the worker saw."""

    world: World
    planted: dict[str, Where] = field(default_factory=dict)
    walkers: list[Walker] = field(default_factory=list)

    def plant(self, into: str) -> str:
        """A marker that is typed through an action, or stands in a file."""
        word = marker()
        self.planted[word] = ("an action", into)
        return word

    @property
    def sealed(self) -> list[str]:
        """Markers that nothing on the disk may show."""
        return [word for word, where in self.planted.items() if where not in PLAIN]

    @property
    def plain(self) -> list[str]:
        """Markers in fields that are plain by design."""
        return [word for word, where in self.planted.items() if where in PLAIN]

    @property
    def seen(self) -> bytes:
        """Everything that was shown on the way."""
        return b"".join(page for walker in self.walkers for page in walker.pages)


def travel(world: World) -> Journey:
    """The whole journey, through the real pages."""
    journey = Journey(world)
    _sign_in(journey)
    _someone_known(journey)
    for role in ("coordinator", "adviser"):
        _walk(journey, world.client(role, raise_request_exception=False))
    for role in ("outreach", "coordinator"):
        _walk(journey, world.client(role, locked=True, raise_request_exception=False))
    _leave_sealed_in_a_browser(journey)
    _bring_a_spreadsheet(journey)
    # The next holder opens what waits, and the pages show it.
    _walk(journey, world.client("manager", raise_request_exception=False))
    # Files still on their way in when the disk is stolen.
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    town.brought(act, journey.plant)
    # What the walkers took back or left stands once more.
    judging.missed(Person.objects.filter(project=world.project).known().first(), act, journey.plant)
    conferring.seated(act, journey.plant)
    vouching.put_out(act, journey.plant)
    warning_others.warned(world, act["at"], journey.plant)
    releasing.released(world, act, journey.plant)
    return journey


def _sign_in(journey: Journey) -> None:
    """Through the pages: a wrong passphrase first, then the right one and the second factor."""
    account = journey.world.account("coordinator")
    client = Client(raise_request_exception=False)
    wrong = marker("Wrongphrase")
    journey.planted[wrong] = ("account_login", "password")
    journey.planted[account.passphrase] = ("account_login", "password")
    for phrase in (wrong, account.passphrase):
        client.post("/sign-in/", {"login": account.email, "password": phrase}, secure=True)
    client.post("/sign-in/second-factor/", {"code": account.code}, secure=True)


def _someone_known(journey: Journey) -> None:
    """A project with one of everything, said through the actions."""
    town.build(journey.world, journey.plant)


def _walk(journey: Journey, client: Client) -> None:
    walker = Walker(client, planted=journey.planted)
    starts = ("desk:show_today", "people:list_people", "people:add_person")
    walker.walk(*(journey.world.project.url(name) for name in starts))
    journey.walkers.append(walker)


def _bring_a_spreadsheet(journey: Journey) -> None:
    """Through the pages: upload a file, see what it would add, bring it in."""
    client = journey.world.client("coordinator", raise_request_exception=False)
    url = journey.world.project.url
    file = SimpleUploadedFile(
        f"{journey.plant('file name')}.csv", town.spreadsheet(journey.plant), "text/csv"
    )
    page = client.post(url("contacts:start_import"), {"file": file, "order": "day"})
    assert page.status_code == 302
    batch = page.headers["Location"]
    walker = Walker(client, planted=journey.planted)
    # What it leads to beyond its own pages, the others walk through.
    walker.walk(batch, most_steps=AROUND_AN_IMPORT)
    journey.walkers.append(walker)


def _leave_sealed_in_a_browser(journey: Journey) -> None:
    """What a tablet would seal and send."""
    project_id, entry_id, word = journey.world.project.id, uuid4(), marker()
    journey.planted[word] = ("door:receive_entry", "payload")
    key = Compartment.current(project_id, "identity")
    content = {
        "kind": left.KIND,
        "entry_id": str(entry_id),
        "written_at": timezone.now().isoformat(),
        "payload": {"said": {"called": word}, "written_at": timezone.now().isoformat()},
    }
    place = intake.place_of(project_id, "identity", entry_id)
    envelope = intake.seal_envelope(bytes(key.intake_public), key.id, content, place)
    inbox.receive(
        project_id,
        kind=left.KIND,
        envelope=envelope,
        by=Actor.system("tablet"),
        at=timezone.now(),
        entry_id=entry_id,
    )


def stored(by: Actor) -> dict[str, list[Any]]:
    """Every sealed field that holds something `by` can open, with its values: `people.Person.called`."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_models():
        if not issubclass(model, SealedModel):
            continue
        for declared in sealed_fields(model):
            for row in model._base_manager.exclude(**{declared.name: None}):
                path = f"{declared.compartment}.{declared.name}"
                if by.holds(row.project_id, declared.compartment):
                    name = f"{model._meta.label}.{declared.name}"
                    found.setdefault(name, []).append(row.sealed.open_unrecorded(path, by.unlocked))
    return found


def every_sealed_field() -> set[str]:
    """Names of all sealed fields of all rooms."""
    return {
        f"{model._meta.label}.{declared.name}"
        for model in privacy.our_models()
        if issubclass(model, SealedModel)
        for declared in sealed_fields(model)
    }
