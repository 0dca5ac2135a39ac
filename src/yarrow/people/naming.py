"""A stamp that the database changes with every name, code or alias of a project, whoever writes it (`Naming`).

Random, never counted: a backup that was put back, or a transaction that was, can't bring a stamp again.
"""

from collections.abc import Iterator

from yarrow.vault.following import ROWS, Following

NEW_STAMP = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}
STAMP = """INSERT INTO people_naming (project_id, stamp) VALUES ({row}.project_id, {stamp})
ON CONFLICT (project_id) DO UPDATE SET stamp = excluded.stamp"""
PERSON, ALIAS = "people_person", "people_alias"


def _steps(vendor: str, _table: str, event: str) -> Iterator[str]:
    yield STAMP.format(row=ROWS[event][-1], stamp=NEW_STAMP[vendor])


NAMING = Following(
    name="naming",
    columns={
        PERSON: ("code", "called", "full_name", "merged_into_id", "erased_at"),
        ALIAS: ("person_id", "kind", "name"),
    },
    project={PERSON: "ROW.project_id", ALIAS: "ROW.project_id"},
    steps=_steps,
)
