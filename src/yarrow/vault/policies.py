"""Row-level security on PostgreSQL: rows of another project do not exist, whatever a query asks.

Made anew by `yarrow setup` from the models themselves: a row with a project is compared with the transaction's, a row
without one is there when its parent is (`belonging.to_project`). Tables that must be read before a project is known
are listed, each with its reason, in `settings.OPEN_TABLES`; a model that is neither stops the start.

Forced, so that the owner of the tables is bound too: it says `fence.every` aloud to upgrade and to copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import models

from yarrow.vault.belonging import to_project

OF_PROJECT, OF_OWNER, READ = "yarrow_of_project", "yarrow_of_owner", "yarrow_is_read"
FUNCTIONS = """
CREATE OR REPLACE FUNCTION yarrow_no_project() RETURNS uuid LANGUAGE plpgsql STABLE AS $$ BEGIN
  IF current_setting('yarrow.project', true) = 'every' AND pg_has_role(
    current_user, (SELECT relowner FROM pg_class WHERE oid = 'public.vault_trailhead'::regclass), 'USAGE'
  ) THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'no project is chosen: this statement belongs inside fence.around(project)'
    USING ERRCODE = 'insufficient_privilege';
END; $$;
CREATE OR REPLACE FUNCTION yarrow_project() RETURNS uuid LANGUAGE sql STABLE
  RETURN CASE WHEN length(current_setting('yarrow.project', true)) = 36
    THEN current_setting('yarrow.project', true)::uuid ELSE yarrow_no_project() END;
CREATE OR REPLACE FUNCTION yarrow_every() RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('yarrow.project', true), '') = 'every' AND yarrow_no_project() IS NULL;
"""


@dataclass(frozen=True)
class Fence:
    """One fenced table, and the column by which a row is known to be of a project: its own, or its parent's key."""

    table: str
    column: str
    parent: str = ""
    parents_key: str = ""
    # Whether rows of every project may be read, and only written in their own.
    is_read: bool = False

    def statements(self, app: str, owner: str) -> Iterator[str]:
        """Everything that fences the table, whatever stood before."""
        yield f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        for name in (OF_PROJECT, OF_OWNER, READ):
            yield f"DROP POLICY IF EXISTS {name} ON {self.table}"
        for name, role, condition in self._policies(app, owner):
            what = "FOR SELECT" if name == READ else "FOR ALL"
            check = "" if name == READ else f" WITH CHECK ({condition})"
            yield f"CREATE POLICY {name} ON {self.table} {what} TO {role} USING ({condition}){check}"

    def _policies(self, app: str, owner: str) -> Iterator[tuple[str, str, str]]:
        if self.is_read:
            yield READ, "PUBLIC", "true"
        if self.parent:
            is_it = f"up.{self.parents_key} = {self.table}.{self.column}"
            yield OF_PROJECT, "PUBLIC", f"EXISTS (SELECT 1 FROM {self.parent} up WHERE {is_it})"  # noqa: S608 - our names
            return
        own = f"{self.column} = yarrow_project()"
        # Two roles, two policies: with an OR in it the planner would not use the index of the project.
        if app != owner:
            yield OF_PROJECT, app, own
        yield OF_OWNER, owner, f"yarrow_every() OR {own}"


def fences() -> list[Fence]:
    """Every table that is fenced."""
    return [_fence(model) for model in apps.get_models(include_auto_created=True) if is_fenced(model)]


def is_fenced(model: type[models.Model]) -> bool:
    """Whether a model's rows are a project's, and it is not listed as open."""
    return model._meta.label not in settings.OPEN_TABLES and bool(to_project(model))


def _fence(model: type[models.Model]) -> Fence:
    table, lookup = model._meta.db_table, to_project(model)
    is_read = model._meta.label in settings.READ_TABLES
    first = lookup.partition("__")[0]
    field: Any = model._meta.get_field(first)
    if lookup == "project_id":
        return Fence(table, field.column, is_read=is_read)
    up = field.related_model._meta
    return Fence(table, field.column, up.db_table, up.pk.column, is_read)


def faults() -> list[str]:
    """What is wrong with the declarations, in words."""
    known = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    ours = (model for label, model in known.items() if label not in settings.OPEN_TABLES)
    found = [
        f"{model._meta.label} reaches no project and is not listed as open"
        for model in ours
        if not to_project(model)
    ]
    listed = {**settings.OPEN_TABLES, **settings.READ_TABLES}
    found += [f"{label} is listed as open, and is no model" for label in listed if label not in known]
    found += [
        f"{label} is listed as open without a reason" for label, why in listed.items() if not why.strip()
    ]
    return found


def check_fences(**_: Any) -> list[CheckMessage]:
    """Django's start-up check: one error per fault."""
    return [Error(f"The fence between projects: {fault}.", id="vault.E003") for fault in faults()]


def lower(connection: Any) -> None:
    """Take the fences away while tables are changed, for the owner alone: nobody else reads a row meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tablename, policyname FROM pg_policies WHERE starts_with(policyname, 'yarrow_')"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"DROP POLICY {name} ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")


def make(connection: Any, app: str) -> None:
    """Fence every table for the application's role. `connection` is the owner's; in one transaction."""
    quoted, owner = connection.ops.quote_name(app), connection.ops.quote_name(_role(connection))
    wanted = [FUNCTIONS.rstrip().rstrip(";")]
    wanted += [each for fence in fences() for each in fence.statements(quoted, owner)]
    with connection.cursor() as cursor:
        cursor.execute("BEGIN;" + ";".join(wanted) + ";COMMIT")


def missing(connection: Any) -> set[str]:
    """Names of tables that should be fenced for whoever connects and are not, or that another policy opens for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        forced = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE permissive = 'PERMISSIVE' "
            "AND roles && ARRAY['public'::name, current_user]"
        )
        standing: dict[str, set[str]] = {}
        for table, policy in cursor.fetchall():
            standing.setdefault(table, set()).add(policy)
    ours = {OF_PROJECT, OF_OWNER}
    return {
        fence.table
        for fence in fences()
        if fence.table not in forced
        or not standing.get(fence.table, set()) & ours
        or standing[fence.table] - ours - ({READ} if fence.is_read else set())
    }


def _role(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
