"""A bright sheet lights up a face on a dark street: after dark the sheet opens at night."""

from datetime import UTC, datetime

import pytest

from yarrow.contacts.sheet import Sheet


@pytest.mark.parametrize(
    ("hour", "is_dark"), [(0, True), (6, True), (7, False), (12, False), (17, False), (18, True), (23, True)]
)
def test_shift_sheet_opens_at_night_after_dark(shift, hour, is_dark):
    at = datetime(2026, 1, 16, hour, 30, tzinfo=UTC)
    sheet = Sheet(shift.project, shift.van, shift.outreach, at)
    assert sheet.context(sheet.form())["after_dark"] is is_dark


def test_shift_sheet_knows_the_project_s_own_evening(shift):
    shift.project.time_zone = "Pacific/Auckland"
    noon_there = datetime(2026, 1, 15, 23, 30, tzinfo=UTC)
    assert not Sheet(shift.project, shift.van, shift.outreach, noon_there).is_after_dark
