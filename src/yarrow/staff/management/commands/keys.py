"""`yarrow keys`: who holds what and what is at risk, the recovery drill, a way back in, the keyring put right."""

import json
import sys
from getpass import getpass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.staff import console, queries
from yarrow.staff.actions import founding, joining
from yarrow.staff.actions.starting_over import start_over
from yarrow.staff.models import Project
from yarrow.vault import doctor, erasing, fence, forgetting, rekeying
from yarrow.vault.actors import Actor
from yarrow.vault.doctor import Risk


class Command(BaseCommand):
    help = (
        "Show who holds which keys and what is at risk; try the recovery words; let somebody in when nobody is left; "
        "finish erasures; sweep keys that belong to nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        whats = parser.add_subparsers(dest="what", required=True)
        examine = whats.add_parser(
            "doctor", help="who holds what, and what is at risk (status 1 if anything is)"
        )
        examine.add_argument("--json", action="store_true", help="print one JSON object")
        drill = whats.add_parser(
            "drill", help="prove that the 24 words from paper open every key of a project"
        )
        recover = whats.add_parser(
            "recover",
            help="a link for a manager where nobody can sign in; it opens nothing without the words",
        )
        for part in (drill, recover):
            part.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        recover.add_argument("--email", required=True, help="the e-mail address they will sign in with")
        recover.add_argument("--name", default="", help="what to call them; needed for somebody new")
        whats.add_parser(
            "rekey", help="how new keys stand; they are made in the browser, as the console holds no key"
        )
        whats.add_parser("replay", help="erase again what the anchor file knows and the keyring forgot")
        whats.add_parser("sweep", help="delete keys that belong to nothing in the records")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the one chosen."""
        try:
            getattr(self, options["what"])(**options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None

    def doctor(self, **options: Any) -> None:
        """Print holders, algorithms and risks; ends with status 1 when something is at risk."""
        risks = doctor.risks(timezone.now())
        codes = queries.project_codes()
        if options["json"]:
            self.stdout.write(json.dumps(_report(risks, codes), indent=1, sort_keys=True))
        else:
            self._print(risks, codes)
        if risks:
            raise CommandError(f"{len(risks)} to put right", returncode=1)

    def drill(self, **options: Any) -> None:
        """Reads the words without showing them, from the terminal or from stdin; they are kept nowhere."""
        project, at = self._project(options["project"]), timezone.now()
        words = getpass("The 24 words: ", sys.stderr) if sys.stdin.isatty() else sys.stdin.read()
        founding.prove_recovery(project=project, words=words, by=Actor.system("console"), at=at)
        self.stdout.write(f"The words open every key of {project.code}. Noted for {at:%d %B %Y}.")

    def recover(self, **options: Any) -> None:
        """Somebody who lost their way in begins again; somebody new is invited as a manager."""
        project, by, at = self._project(options["project"]), Actor.system("console"), timezone.now()
        place = queries.place_at(project, options["email"])
        if place is not None:
            _invited, token = start_over(project=project, membership=place, by=by, at=at)
        elif options["name"]:
            told = {"name": options["name"], "email": options["email"], "role": "manager"}
            _invited, token = joining.invite_worker(project=project, **told, by=by, at=at)
        else:
            raise CommandError("Nobody here has this address. Say --name too, to invite somebody new.")
        self.stdout.write(f"Open this on their own device: {console.link_to(token)}")
        self.stdout.write(
            "They choose a passphrase, set up a second factor, and type the 24 words at “Waiting for keys”."
        )

    def _project(self, code: str) -> Project:
        project = queries.project_of_code(code)
        if project is None:
            raise CommandError(f"There is no project {code!r}.")
        fence.enter(project.id)
        return project

    def rekey(self, **options: Any) -> None:
        """One line for each key in force."""
        codes = queries.project_codes()
        for project_id in doctor.project_ids():
            with fence.around(project_id):
                states = rekeying.states(project_id)
            for key in states:
                advised = ", a new one is advised" if key.advised_at else ""
                self.stdout.write(
                    f"{codes.get(project_id, project_id)} {key.name}: since {key.made_at:%d %B %Y}, "
                    f"{key.n_behind} under an older key, {key.n_waiting} waiting for an older key{advised}"
                )

    def replay(self, **options: Any) -> None:
        """Set the forgotten tombstones and finish every erasure."""
        n_forgotten = erasing.replay_tombstones(timezone.now())
        forgetting.catch_up(timezone.now())
        self.stdout.write(f"{n_forgotten} erasures replayed; none is left half done.")

    def sweep(self, **options: Any) -> None:
        """Delete orphan keys."""
        self.stdout.write(f"{erasing.sweep_orphans(timezone.now())} keys deleted.")

    def _print(self, risks: list[Risk], codes: dict[UUID, str]) -> None:
        for project_id in doctor.project_ids():
            self.stdout.write(f"Project {codes.get(project_id, project_id)}")
            for name, ids in doctor.holders(project_id).items():
                names = ", ".join(queries.holder_names(ids)) or "nobody"
                self.stdout.write(f"  {name}: {names}")
        for what, way in doctor.algorithms().items():
            self.stdout.write(f"{what}: {way}")
        for project_id in doctor.project_ids():
            for advised in doctor.advice(project_id):
                self.stdout.write(f"- {codes.get(project_id, project_id)}: {advised}")
        for risk in risks:
            self.stdout.write(f"! {_where(risk, codes)}{risk.what}")
        if not risks:
            self.stdout.write("Nothing is at risk.")


def _where(risk: Risk, codes: dict[UUID, str]) -> str:
    return f"{codes.get(risk.project_id, risk.project_id)}: " if risk.project_id else ""


def _report(risks: list[Risk], codes: dict[UUID, str]) -> dict[str, Any]:
    held = {
        str(codes.get(project_id, project_id)): {
            name: queries.holder_names(ids) for name, ids in doctor.holders(project_id).items()
        }
        for project_id in doctor.project_ids()
    }
    return {
        "holders": held,
        "algorithms": doctor.algorithms(),
        "risks": [f"{_where(risk, codes)}{risk.what}" for risk in risks],
    }
