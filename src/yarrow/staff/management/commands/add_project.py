"""`yarrow add-project`: print a one-time code for beginning another project in this installation."""

from typing import Any

from django.core.management.base import BaseCommand

from yarrow.staff import setup_code


class Command(BaseCommand):
    help = "Print a one-time code that opens /setup/ once more, for another project with its own keys."

    def handle(self, *args: Any, **options: Any) -> None:
        """A fresh code each time; an older one stops working."""
        self.stdout.write(setup_code.make())
        self.stdout.write("Open /setup/ and type this code. It works once.")
