"""Putting codes right changes what somebody changed, and nothing else."""

import pytest

from tests.rooms.safety.test_acting import press
from tests.rooms.safety.test_desk import page
from yarrow.contacts.models import Zone
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.models import Report


@pytest.fixture
def retired(safe):
    """An area that is not worked in any more."""
    with safe.world.inside():
        return Zone.objects.create(project=safe.project, code="docks", label="The docks", is_active=False)


def test_an_area_that_is_retired_stays_with_its_report(safe, retired):
    report = safe.report(zone="docks")
    _status, says = page(safe, "correct_report", report.pk)
    assert 'value="docks" selected' in says and "The docks" in says
    typed = {"kinds": ["threats"], "setting": "street", "zone": "docks", "month": "2026-11-01"}
    assert press(safe, "correct_report", report, seen=seen_of(report), **typed).status_code == 302
    row = Report.objects.get()
    assert (row.kinds, row.zone) == (["threats"], retired)


def test_an_area_that_is_retired_is_offered_to_no_other_report(safe, retired):
    report = safe.report()
    _status, says = page(safe, "correct_report", report.pk)
    assert "The docks" not in says
    typed = {"kinds": ["threats"], "zone": "docks"}
    assert press(safe, "correct_report", report, seen=seen_of(report), **typed).status_code != 302
    assert Report.objects.get().kinds == ["robbery"]
