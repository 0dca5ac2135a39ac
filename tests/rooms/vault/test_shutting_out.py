"""Whoever was shut out after a backup stays out when it is put back: leavers, narrowed roles, lost devices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.vault.homes import at_home, backup
from yarrow.staff.actions import leaving
from yarrow.staff.models import Membership
from yarrow.staff.states import LEFT
from yarrow.vault import anchors, compartments, devices, intake
from yarrow.vault.backups.restoring import Asked, restore
from yarrow.vault.models import Device, TrailRow

pytestmark = pytest.mark.sqlite_only(reason="restoring on PostgreSQL is in test_backups_postgres")


@pytest.fixture
def shut(lived, settings, tmp_path):
    """A backup; after it a worker leaves, another's key is taken away, and the van's tablet is lost."""
    with at_home(lived.home, settings):
        at, by = timezone.now(), lived.world.worker("coordinator")
        given = {"by": by, "at": at}
        point = intake.new_points().public
        tablet = devices.add_device(lived.world.project.id, name="Van", public_key=point, **given)
        going, staying = (lived.world._join(role).worker for role in ("outreach", "case_worker"))
        lived.taken = backup(tmp_path, at - timedelta(hours=1))
        left = Membership.objects.get(worker=going)
        leaving.remove_worker(project=lived.world.project, membership=left, **given)
        narrowed = staying.holder
        compartments.revoke(lived.world.project.id, "notes", holder_id=narrowed, **given)
        devices.revoke_device(tablet, **given)
    lived.left, lived.narrowed, lived.tablet = left, narrowed, tablet
    return lived


def test_restore_shuts_out_again_whoever_the_anchors_know(shut, settings, tmp_path):
    newest = shut.home / "anchors.jsonl"
    with at_home(tmp_path / "new", settings):
        done = restore(Asked(shut.taken.records, shut.taken.keyring, anchors=newest), at=timezone.now())
        assert done.n_shut_out == 3
        place = Membership.objects.select_related("worker").get(pk=shut.left.pk)
        assert place.state == LEFT and not place.held and not place.worker.is_active
        assert compartments.held_by(shut.world.project.id, shut.narrowed) == {"identity"}
        assert Device.objects.get(pk=shut.tablet.pk).revoked_at and devices.find(shut.tablet.pk) is None
        assert TrailRow.objects.filter(act="vault.revoke_device", role="system").exists()
        assert anchors.verify(shut.world.project.id) == []


def test_restore_without_newer_anchors_brings_leavers_back(shut, settings, tmp_path):
    """The twin: it is the anchors that shut them out."""
    with at_home(tmp_path / "new", settings):
        done = restore(Asked(shut.taken.records, shut.taken.keyring), at=timezone.now())
        assert done.n_shut_out == 0
        assert Membership.objects.get(pk=shut.left.pk).held and devices.find(shut.tablet.pk)


def test_restore_of_a_newer_backup_leaves_who_came_back_alone(shut, settings, tmp_path):
    """What was taken away before the backup and given again stays given."""
    with at_home(shut.home, settings):
        compartments.grant(
            shut.world.project.id,
            "notes",
            to_holder_id=shut.narrowed,
            by=shut.world.worker("coordinator"),
            at=timezone.now(),
        )
        later = backup(tmp_path, timezone.now() + timedelta(minutes=1))
    with at_home(tmp_path / "new", settings):
        assert restore(Asked(later.records, later.keyring), at=timezone.now()).n_shut_out == 0
        assert compartments.held_by(shut.world.project.id, shut.narrowed) == {"identity", "notes"}
