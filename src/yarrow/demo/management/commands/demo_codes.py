"""`yarrow demo_codes`: how to sign in to the invented project now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yarrow.demo import loading
from yarrow.demo.sign_ins import code_now, one_per_role, seconds_left


class Command(BaseCommand):
    help = "Print e-mail, passphrase and the present six-digit code of each invented worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per role. A code works once and changes every thirty seconds."""
        for scale in loading.loaded():
            for one in one_per_role(scale):
                self.stdout.write(f"{one.role:14} {one.email:28} {code_now(one)}  {one.passphrase}")
        self.stdout.write(f"These codes change in {seconds_left(timezone.now())} s; each works once.")
