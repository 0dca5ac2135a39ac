"""The tests' database is made in a hurry; what it consists of is what an installation's consists of."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.attacks.disk import _records_in
from yarrow.vault import keyring


def built():
    """Every table, index and trigger, with the statement that made it; that of the limits is no migration's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return [row for row in cursor.fetchall() if row[2] != "rate_limits"]


@pytest.mark.slow
@pytest.mark.sqlite_only(reason="it compares statements that only SQLite keeps")
def test_migrations_made_in_a_hurry_make_the_same_tables(transactional_db, settings, tmp_path):
    in_a_hurry = built()
    keyring.close()
    settings.KEYRING = tmp_path / "keyring.sqlite3"
    with _records_in(tmp_path / "records.sqlite3"):
        connection.close()
        (tmp_path / "records.sqlite3").unlink()
        call_command("migrate", verbosity=0)
        thoroughly = built()
    keyring.close()
    assert len(thoroughly) > 300
    assert in_a_hurry == thoroughly
