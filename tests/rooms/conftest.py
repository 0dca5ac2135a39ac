"""Everybody who looks at the pages of a project with one of everything."""

import pytest
from allauth.mfa.models import Authenticator

from tests.walks.visiting import Visits
from tests.worlds import make_project


@pytest.fixture
def visits(settings, tmp_path, monkeypatch):
    """A code for set-up lies in a folder of its own; what is typed into a field is "Typed-" and the field's name."""
    settings.HOME = tmp_path
    found = Visits(make_project(), word=lambda name: f"Typed-{name}".replace(" ", "-"))
    worker = found.world.account("coordinator").worker
    kind = Authenticator.Type.WEBAUTHN
    made = Authenticator.objects.create(user=worker, type=kind, data={"name": "Typed-key", "credential": {}})
    # It is no credential that a browser could be asked for.
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    found.passkey = made.pk
    return found
