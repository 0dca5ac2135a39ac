"""Every action of this room leaves its row, in its own transaction, and no row carries a name or a secret."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from tests.rooms.staff.workers import join_second
from tests.worlds import PASSPHRASE, Account, accept, make_project
from yarrow.staff import console
from yarrow.staff.actions import accounts, founding, joining, keys, leaving, rekeying, starting_over
from yarrow.staff.models import Invitation, Membership, Project, Worker
from yarrow.vault import fence, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment, Grant, HolderKey, TrailRow

pytestmark = pytest.mark.django_db
NEW_WORDS = "copper meadow with nine patient herons"


class Broken(Exception):
    """The trail can't be written."""


@dataclass
class Scene:
    """A world in which any one action can be done."""

    world: Any
    wren: Account
    invitation: Invitation
    token: str

    def do(self, action: Callable[..., Any], **arguments: Any) -> Any:
        return action(
            **{
                "project": self.world.project,
                "by": self.world.worker("manager"),
                "at": timezone.now(),
                **arguments,
            }
        )


@pytest.fixture
def scene():
    world = make_project()
    by = world.worker("manager")
    invitation, token = joining.invite_worker(
        project=world.project, name="Kim", email="kim@x.example", role="peer", by=by, at=timezone.now()
    )
    wren = accept(world.project, "case_worker", by=by, at=timezone.now(), name="Wren")
    world.account("outreach")
    return Scene(world, wren, invitation, token)


def invite(scene):
    return scene.do(joining.invite_worker, name="Lou", email="lou@x.example", role="peer")


def renew(scene):
    return scene.do(joining.renew_invitation, invitation_id=scene.invitation.id)


def withdraw(scene):
    return scene.do(joining.withdraw_invitation, invitation_id=scene.invitation.id)


def join(scene):
    return joining.accept_as_new(token=scene.token, name="Kim", passphrase=PASSPHRASE, at=timezone.now())


def grant(scene):
    return scene.do(keys.grant_keys, membership=scene.wren.place, names=["identity", "notes"])


def open_envelope(scene):
    return scene.do(
        keys.use_envelope, membership=scene.wren.place, words=scene.world.words, by=scene.wren.actor()
    )


def change(scene):
    return scene.do(leaving.change_role, membership=scene.world.account("outreach").place, role="peer")


def leave(scene):
    return scene.do(leaving.remove_worker, membership=scene.world.account("outreach").place)


def start_over(scene):
    return scene.do(starting_over.start_over, membership=scene.world.account("outreach").place)


def rekey(scene):
    old = Compartment.current(scene.world.project.id, "identity").id
    return scene.do(rekeying.rekey, name="identity", instead_of=old)


def finish_rekey(scene):
    return scene.do(rekeying.finish_rekey, name="identity")


def prove(scene):
    return scene.do(founding.prove_recovery, words=scene.world.words)


def renew_envelope(scene):
    return scene.do(founding.renew_envelope, words=scene.world.words)


def passphrase(scene):
    account = scene.world.account("outreach")
    return accounts.change_passphrase(
        worker=account.worker,
        old=PASSPHRASE,
        new=NEW_WORDS,
        keep_session=None,
        by=account.actor(),
        at=timezone.now(),
    )


def factor(scene):
    account = scene.world.account("outreach")
    return accounts.note_second_factor(
        worker=account.worker, act="staff.add_second_factor", by=account.actor(), at=timezone.now()
    )


def language(scene):
    account = scene.world.account("outreach")
    return accounts.choose_language(
        worker=account.worker, language="ro", by=account.actor(), at=timezone.now()
    )


def at_console(scene):
    account = scene.world.account("outreach")
    return console.sign_in(
        project_code="small",
        email=account.email,
        passphrase=PASSPHRASE,
        code=account.code,
        at=timezone.now(),
    )


def found(scene):
    return founding.found_with_new_worker(
        new=founding.NewProject(name="Two", code="two"),
        name="Zoe",
        email="zoe@x.example",
        passphrase=PASSPHRASE,
        code=None,
        by=Actor.system("set-up"),
        at=timezone.now(),
    )


ACTIONS = {
    "staff.invite_worker": invite,
    "staff.renew_invitation": renew,
    "staff.withdraw_invitation": withdraw,
    "staff.accept_invitation": join,
    "staff.grant_keys": grant,
    "staff.use_envelope": open_envelope,
    "staff.change_role": change,
    "staff.remove_worker": leave,
    "staff.start_over": start_over,
    "staff.rekey": rekey,
    "staff.finish_rekey": finish_rekey,
    "staff.prove_recovery": prove,
    "staff.renew_envelope": renew_envelope,
    "staff.change_passphrase": passphrase,
    "staff.add_second_factor": factor,
    "staff.choose_language": language,
    "staff.sign_in_at_console": at_console,
    "staff.begin_project": found,
}


def everything():
    """All that an action could have changed, secrets of holders included."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Project, Worker, Membership, Invitation, Compartment, Grant, HolderKey, TrailRow)
    ]


def n_rows(act):
    """In whichever project."""
    n = 0
    for project_id in trail.project_ids():
        with fence.around(project_id):
            n += TrailRow.objects.filter(project_id=project_id, act=act).count()
    return n


@pytest.mark.parametrize("act", ACTIONS)
def test_action_leaves_one_row_in_a_whole_chain_without_names_or_secrets(scene, act):
    before = n_rows(act)
    ACTIONS[act](scene)
    assert n_rows(act) == before + 1
    assert trail.verify(scene.world.project.id) == []
    rows = str(list(TrailRow.objects.values()))
    words = [PASSPHRASE, NEW_WORDS, scene.token, scene.world.words, "Kim", "Wren", "Mona", "x.example"]
    assert [word for word in words if word in rows] == []


@pytest.mark.parametrize("act", ACTIONS)
def test_action_that_cannot_be_noted_changes_nothing(scene, act, monkeypatch):
    before, real = everything(), trail.note

    def note(*args, **kwargs):
        if kwargs["act"] == act:
            raise Broken
        return real(*args, **kwargs)

    monkeypatch.setattr(trail, "note", note)
    with pytest.raises(Broken):
        ACTIONS[act](scene)
    assert everything() == before


def test_row_says_who_in_which_role_about_whom(scene):
    grant(scene)
    row = TrailRow.objects.filter(act="staff.grant_keys", project_id=scene.world.project.id).last()
    assert row.by_id == scene.world.account("manager").worker.id and row.role == "manager"
    assert row.subject == scene.wren.worker.id and row.fields == ["identity", "notes"]


def test_row_of_a_passphrase_change_stands_in_each_project_of_the_worker(scene):
    account, other = scene.world.account("outreach"), scene.world.other
    join_second(other, account, "peer")
    passphrase(scene)
    changes = TrailRow.objects.filter(act="staff.change_passphrase", subject=account.worker.id)
    for world, role in ((scene.world, "outreach"), (other, "peer")):
        with world.inside():
            assert changes.get(project_id=world.project.id).role == role
