"""The tables of the keyring file, and how an older file is brought up to date."""

import sqlite3
from collections.abc import Iterator

from yarrow.methods.refusals import Fault

# Each step leads from one version of the file to the next.
STEPS = (
    """
CREATE TABLE IF NOT EXISTS subject_key (
    project TEXT NOT NULL, subject TEXT NOT NULL, compartment TEXT NOT NULL,
    key_id TEXT NOT NULL, wrapped BLOB NOT NULL, made_at TEXT NOT NULL,
    PRIMARY KEY (project, subject, compartment)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstone (
    project TEXT NOT NULL, subject TEXT NOT NULL, erased_at TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (project, subject)
) WITHOUT ROWID;
""",
    "ALTER TABLE tombstone ADD COLUMN finished_at TEXT;",
    # Keys of books (see `books`). Whatever destroys a key burns every book that its subject is in, in the same commit;
    # the age tells a process that opened names before it, and would keep them after it, that it comes too late.
    """
CREATE TABLE book (
    project TEXT NOT NULL, compartment TEXT NOT NULL, file TEXT NOT NULL,
    key_id TEXT NOT NULL, wrapped BLOB NOT NULL, subjects TEXT NOT NULL,
    PRIMARY KEY (project, compartment)
);
CREATE TABLE book_age (project TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER erasing_burns_books AFTER INSERT ON tombstone BEGIN
    INSERT INTO book_age (project, n) VALUES (NEW.project, 1) ON CONFLICT (project) DO UPDATE SET n = n + 1;
    DELETE FROM book WHERE project = NEW.project;
END;
CREATE TRIGGER dropping_burns_books AFTER DELETE ON subject_key BEGIN
    INSERT INTO book_age (project, n) VALUES (OLD.project, 1) ON CONFLICT (project) DO UPDATE SET n = n + 1;
    DELETE FROM book WHERE project = OLD.project AND compartment = OLD.compartment AND instr(subjects, OLD.subject);
END;
""",
)
VERSION = len(STEPS)


def lay_out(db: sqlite3.Connection) -> None:
    """Bring the tables up to date. A Fault for a file that a later Yarrow wrote, which is left alone."""
    if _version(db) > VERSION:
        raise Fault("the keyring was written by a later version of Yarrow")
    if _version(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    # Read again: another process may have been quicker. If one statement fails, closing rolls the rest back.
    for statement in _statements("".join(STEPS[_version(db) :])):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger is one, with those in it."""
    statement = ""
    for piece in script.split(";"):
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
