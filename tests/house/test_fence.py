"""Every table is fenced between projects or listed as open with a reason; a fault of each kind is found."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from yarrow.people.models import Alias, Person
from yarrow.vault import belonging, policies
from yarrow.vault.models import Grant


def planted(**fields: Any) -> type[models.Model]:
    """A model that is thrown away after the test."""
    meta = type("Meta", (), {"app_label": "people"})
    return type("Planted", (models.Model,), {"__module__": "yarrow.people.models", "Meta": meta, **fields})


@pytest.fixture(autouse=True)
def forget_planted_models() -> Iterator[None]:
    yield
    apps.all_models["people"].pop("planted", None)
    apps.clear_cache()
    belonging.to_project.cache_clear()


def test_fence_every_table_is_fenced_or_listed() -> None:
    assert policies.faults() == [] and policies.check_fences() == []
    fenced = {fence.table for fence in policies.fences()}
    ours = {model for model in apps.get_models() if model.__module__.startswith("yarrow.")}
    open_ones = {model for model in ours if model._meta.db_table not in fenced}
    # Whoever adds to these says so here too.
    assert {model.__name__ for model in open_ones} == {
        "DueJob",
        "HolderKey",
        "Project",
        "SealedSession",
        "Worker",
    }
    assert set(settings.READ_TABLES) == {
        "alerts.MemberDoor",
        "alerts.Released",
        "safety.Choice",
        "languages.SignOff",
        "staff.Membership",
        "staff.Invitation",
        "sharing.PackageLink",
        "safety.ChallengeDoor",
        "safety.Door",
        "surveys.SurveyLink",
        "vault.Device",
        "vault.TrailHead",
    }


def test_fence_model_that_reaches_no_project_stops_the_start() -> None:
    planted(name=models.CharField(max_length=5))
    assert policies.faults() == ["people.Planted reaches no project and is not listed as open"]
    assert [each.id for each in policies.check_fences()] == ["vault.E003"]


def test_fence_path_that_may_be_empty_is_none() -> None:
    planted(person=models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+"))
    assert len(policies.faults()) == 1


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ({"people.Nobody": "why"}, "people.Nobody is listed as open, and is no model"),
        ({"people.Person": " "}, "people.Person is listed as open without a reason"),
    ],
)
def test_fence_list_says_why_and_what_there_is(settings: Any, listed: dict[str, str], fault: str) -> None:
    settings.READ_TABLES = {**settings.READ_TABLES, **listed}
    assert policies.faults() == [fault]


def test_fence_of_a_row_is_its_project_or_its_parent() -> None:
    found = {fence.table: fence for fence in policies.fences()}
    alias, grant = found[Alias._meta.db_table], found[Grant._meta.db_table]
    assert (alias.column, alias.parent) == ("project_id", "")
    assert (grant.column, grant.parent, grant.parents_key) == ("compartment_id", "vault_compartment", "id")
    words = " ".join(alias.statements("worker", "keeper"))
    assert "FORCE ROW LEVEL SECURITY" in words
    assert (
        "TO worker USING (project_id = yarrow_project()) WITH CHECK (project_id = yarrow_project())" in words
    )
    # One role alone has one policy, which lets it say that every project is meant.
    assert "TO keeper USING (yarrow_every() OR" in " ".join(alias.statements("keeper", "keeper"))
