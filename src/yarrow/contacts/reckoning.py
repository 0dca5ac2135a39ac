"""What the database keeps reckoned of contacts (`LastMet`, `GivenOn`), in its own words.

`vault.following` makes triggers of them: what changes a contact or a supply changes these in the same transaction.
"""

from collections.abc import Iterator
from typing import Any

from yarrow.contacts.models.contacts import STANDS
from yarrow.methods.seen import FEWEST_GAPS, MOST_GAPS, SOONEST, TIMES_USUAL
from yarrow.vault.following import ROWS, Following, run

# How each database says the days between two days, and the day after so many days.
GAP = {
    "sqlite": "julianday(day) - julianday(lag(day) OVER (ORDER BY day))",
    "postgresql": "day - lag(day) OVER (ORDER BY day)",
}
LATE_ON = {
    "sqlite": "date(last_met_on, '+' || (1 + max({soonest}, {times} * usual)) || ' days')",
    "postgresql": "last_met_on + 1 + greatest({soonest}, ({times} * usual)::int)",
}
# `methods.seen.habit`, for one person. The middle of n intervals is that between its two middle places.
LAST_MET = """
INSERT INTO contacts_lastmet (person_id, project_id, last_met_on, usual, late_on)
SELECT one.id, one.project_id, last_met_on, usual, CASE WHEN usual IS NOT NULL THEN {late_on} END FROM (
  SELECT person_id, max(day) AS last_met_on, CASE WHEN max(n) >= {fewest}
    THEN avg(CASE WHEN place IN ((n + 1) / 2, (n + 2) / 2) THEN gap END) END AS usual
  FROM (SELECT person_id, day, gap, count(gap) OVER () AS n,
      row_number() OVER (PARTITION BY gap IS NULL ORDER BY gap) AS place
    FROM (SELECT person_id, day, {gap} AS gap
      FROM (SELECT DISTINCT person_id, happened_on AS day FROM contacts_contact
        WHERE person_id = {person} AND state = '{stands}' ORDER BY day DESC LIMIT {days}) AS met) AS gaps) AS placed
  GROUP BY person_id) AS reckoned
JOIN people_person one ON one.id = reckoned.person_id WHERE one.erased_at IS NULL"""
# Adds to the day's sum what `rows` select: project, supply, day, how many more.
GIVEN = """
INSERT INTO contacts_givenon (project_id, kind, happened_on, n) {rows}
ON CONFLICT (project_id, happened_on, kind) DO UPDATE SET n = contacts_givenon.n + excluded.n"""
OF_SUPPLY = """SELECT contact.project_id, {row}.kind, contact.happened_on, {sign}{row}.n FROM contacts_contact contact
WHERE contact.id = {row}.contact_id AND contact.state = '{stands}'"""
OF_CONTACT = """SELECT {row}.project_id, line.kind, {row}.happened_on, {sign}line.n FROM contacts_contactsupply line
WHERE line.contact_id = {row}.id AND {row}.state = '{stands}'"""
ALL_GIVEN = """SELECT contact.project_id, line.kind, contact.happened_on, sum(line.n)
FROM contacts_contactsupply line JOIN contacts_contact contact ON contact.id = line.contact_id
WHERE contact.state = '{stands}' GROUP BY contact.project_id, line.kind, contact.happened_on"""
SIGNS = {"OLD": "-", "NEW": ""}
CONTACT, SUPPLY = "contacts_contact", "contacts_contactsupply"


def reckon(vendor: str, person: str) -> str:
    """The statement that writes when a person was last met; `person` is a column or the place of a value."""
    words = {"soonest": SOONEST, "times": TIMES_USUAL}
    return LAST_MET.format(
        late_on=LATE_ON[vendor].format(**words),
        gap=GAP[vendor],
        fewest=FEWEST_GAPS,
        days=MOST_GAPS + 1,
        person=person,
        stands=STANDS,
    )


def reckon_all(connection: Any) -> None:
    """Everything from the contacts as they stand, whatever was written before."""
    run(connection, "DELETE FROM contacts_lastmet")
    run(connection, "DELETE FROM contacts_givenon")
    run(connection, GIVEN.format(rows=ALL_GIVEN.format(stands=STANDS)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT person_id FROM contacts_contact WHERE person_id IS NOT NULL")
        met = cursor.fetchall()
    run(connection, reckon(connection.vendor, "%s"), met)


def _steps(vendor: str, table: str, event: str) -> Iterator[str]:
    """The statements of one trigger; of a contact that is being written there are no supplies yet."""
    of = OF_SUPPLY if table == SUPPLY else OF_CONTACT
    for row in ROWS[event]:
        if table == SUPPLY or event != "INSERT":
            yield GIVEN.format(rows=of.format(row=row, sign=SIGNS[row], stands=STANDS))
        if table == CONTACT:
            yield f"DELETE FROM contacts_lastmet WHERE person_id = {row}.person_id"  # noqa: S608 - our names
            yield reckon(vendor, f"{row}.person_id")


RECKONING = Following(
    name="reckoning",
    columns={CONTACT: ("person_id", "state", "happened_on"), SUPPLY: ()},
    project={
        CONTACT: "ROW.project_id",
        SUPPLY: "(SELECT project_id FROM contacts_contact WHERE id = ROW.contact_id)",
    },
    steps=_steps,
)
