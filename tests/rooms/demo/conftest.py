"""The invented town, built once for all tests of this room."""

from datetime import datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.worlds import Account, client_of
from yarrow.demo import loading
from yarrow.demo.planning import plan_town
from yarrow.demo.scales import SMALL
from yarrow.demo.sign_ins import SIGN_INS
from yarrow.vault.opening import reading

# Pages ask the clock, so the town ends on the day on which its tests run.
NOW = datetime.now(loading.ZONE).replace(hour=18, minute=0, second=0, microsecond=0)


class Loaded:
    """The crew of `small`, what the loader said, and a browser for each role."""

    def __init__(self):
        self.said = []
        self.crew = loading.load(SMALL, NOW, self.said.append)
        self.project = self.crew.project
        self.plan = plan_town(NOW.date())

    def called(self, person):
        """The name in a person's record."""
        with reading(self.crew.actor("coordinator"), self.project.id, act="test.look") as page:
            opened = page.open(person, "identity.called")
        return opened.value or ""

    def client(self, role, **kwargs):
        sign_in = next(one for one in SIGN_INS if one.role == role)
        place = self.crew.places[role]
        account = Account(role, sign_in.email, sign_in.totp_secret, place, sign_in.passphrase)
        return client_of(account, **kwargs)


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """Loaded inside a transaction of its own, undone when the module's tests are through."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        # Marked like the transaction of each test, so that pages may open what is sealed.
        outer._from_testcase = True
        outer.__enter__()
        try:
            yield Loaded()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def as_demo():
    """Installed as YARROW_DEMO=1 installs it."""
    apps = [*settings.INSTALLED_APPS, "yarrow.demo"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF="tests.rooms.demo.urls", DEMO=True):
        yield
