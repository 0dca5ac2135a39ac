"""`yarrow setup-code`: print the one-time code that opens the set-up pages of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yarrow.staff import queries, setup_code


class Command(BaseCommand):
    help = "Print the one-time code that opens /setup/ in a new installation."

    def handle(self, *args: Any, **options: Any) -> None:
        """A fresh code each time; an older one stops working."""
        if not queries.is_first_run():
            raise CommandError("This installation has a project. To begin another one: yarrow add-project")
        self.stdout.write(setup_code.make())
