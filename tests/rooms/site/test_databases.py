"""Where the records live: one address, of one server or of several, with what libpq may be told."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from yarrow.site.databases import PATIENCE, database
from yarrow.vault import owning
from yarrow.vault.backups import restoring


@pytest.mark.parametrize(
    ("named", "host", "port"),
    [
        ("db.example", "db.example", ""),
        ("app:x@db:5433", "db", "5433"),
        ("app:x%40y@one,two", "one,two", ""),
        ("app@one:5432,two:5433", "one,two", "5432,5433"),
        ("app@one,two:5433", "one,two", ",5433"),
        ("app@[::1]:5433", "::1", "5433"),
        ("app@%2Frun%2FPostgres", "/run/Postgres", ""),
        ("app@", "", ""),
    ],
)
def test_servers_of_an_address(tmp_path, named, host, port):
    entry = database(f"postgres://{named}/yarrow", tmp_path)
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == (host, port, "yarrow")
    assert database(restoring._url(entry), tmp_path) == entry


@pytest.mark.parametrize("named", ["one:x", "one:1:2", "one,two:"])
def test_servers_that_make_no_sense_are_refused(tmp_path, named):
    with pytest.raises(ImproperlyConfigured, match="HOST:PORT"):
        database(f"postgres://{named}/yarrow", tmp_path)


def test_options_of_an_address_go_before_ours(tmp_path):
    entry = database("postgres://a@db/yarrow?sslmode=verify-full&connect_timeout=2", tmp_path)
    assert entry["OPTIONS"] == {**PATIENCE, "connect_timeout": "2", "sslmode": "verify-full"}
    assert dict(parse_qsl(urlsplit(restoring._url(entry)).query)) == entry["OPTIONS"]


def test_programs_of_postgresql_are_told_the_same(tmp_path):
    entry = database("postgres://a:x@one,two:5433/yarrow?sslmode=verify-full", tmp_path)
    assert owning.variables_of(entry) == {
        "PGHOST": "one,two",
        "PGPORT": ",5433",
        "PGUSER": "a",
        "PGPASSWORD": "x",
        "PGDATABASE": "yarrow",
        "PGSSLMODE": "verify-full",
        "PGCONNECT_TIMEOUT": "5",
        "PGTARGETSESSIONATTRS": "read-write",
    }
    # A pooler refuses what it does not know of the server's own settings.
    assert "options" not in PATIENCE
