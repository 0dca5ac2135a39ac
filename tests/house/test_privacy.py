"""Every field of every model of ours is classified exactly once; a fault of each kind is found."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from yarrow.people.models import Person
from yarrow.vault.fields import SealedField
from yarrow.vault.privacy import check_declarations, declaration, faults, our_models


def make(privacy: dict[str, Any] | None) -> type[models.Model]:
    """A model that is thrown away after the test, with this `class Privacy`."""
    body: dict[str, Any] = {
        "__module__": "yarrow.people.models",
        "name": models.CharField(max_length=5),
        "called": SealedField("identity"),
        "Meta": type("Meta", (), {"app_label": "people"}),
    }
    if privacy is not None:
        body["Privacy"] = type("Privacy", (), privacy)
    return type("Planted", (models.Model,), body)


@pytest.fixture(autouse=True)
def forget_planted_models() -> Any:
    yield
    apps.all_models["people"].pop("planted", None)
    apps.clear_cache()


WHOLE = {
    "plain": ("id", "name"),
    "personal": (),
    "sealed": ("called",),
    "retention": "with_subject",
    "subject": "self",
}
FAULTS: dict[str, tuple[dict[str, Any] | None, str]] = {
    "none": (None, "no class Privacy"),
    "missing": ({**WHOLE, "plain": ("id",)}, "name is not declared"),
    "twice": ({**WHOLE, "personal": ("name",)}, "name twice"),
    "unknown": ({**WHOLE, "plain": ("id", "name", "colour")}, "colour, which is no field"),
    "sealed_as_plain": ({**WHOLE, "plain": ("id", "name", "called"), "sealed": ()}, "sealed in one place"),
    "plain_as_sealed": ({**WHOLE, "plain": ("id",), "sealed": ("called", "name")}, "sealed in one place"),
    "retention": ({**WHOLE, "retention": "for ever"}, "is no rule"),
    "also": ({**WHOLE, "also": ("other.person",)}, "also about other.person, which is no field"),
    "no_subject": ({k: v for k, v in WHOLE.items() if k != "subject"}, "no path to its subject"),
}


def test_privacy_every_model_of_ours_is_classified() -> None:
    assert len(our_models()) >= 10
    assert check_declarations() == []


def test_privacy_no_model_escapes_the_check() -> None:
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("yarrow.")}
    registered = {model for model in apps.get_models() if model._meta.app_label in rooms}
    assert registered <= set(our_models())


def test_privacy_subject_paths_lead_somewhere() -> None:
    for model in our_models():
        declared = declaration(model)
        for path in declared.paths if declared else ():
            begins = path.split(".")[0]
            assert begins in {"", "self", "project"} or hasattr(model, begins), f"{model.__name__}: {path}"


def test_privacy_row_between_two_people_names_both() -> None:
    """A second link to a person, undeclared, would outlive that person's erasing in an older copy of the records."""
    for model in our_models():
        links = {each.name for each in model._meta.concrete_fields if each.related_model is Person}
        if model is not Person and len(links) > 1:
            declared = declaration(model)
            assert declared and set(declared.paths) == links, model.__name__


def test_privacy_whole_declaration_has_no_fault() -> None:
    assert faults(make(WHOLE)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_privacy_planted_fault_is_found(fault: str) -> None:
    written, said = FAULTS[fault]
    assert any(said in one for one in faults(make(written)))
