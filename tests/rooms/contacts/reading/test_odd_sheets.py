"""Odd files of the three kinds come to what was typed beside them, and every row is accounted for."""

import pytest

from tests.rooms.contacts.reading.test_unseen import reconciled
from tests.rooms.contacts.reading.unseen_logs import Written
from tests.rooms.contacts.reading.unseen_odd_sheets import FILES


@pytest.mark.parametrize("which", FILES)
def test_odd_file_comes_to_its_figures(which: str) -> None:
    name, content, kind, truth = FILES[which]
    reconciled(name, content, Written(truth=truth), kind)
