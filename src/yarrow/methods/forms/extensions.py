"""The extensions that Yarrow understands; every other one is kept and written back.

Sources: HL7 FHIR R4 extensions (https://hl7.org/fhir/R4/questionnaire-profiles.html) and Structured Data Capture
(https://hl7.org/fhir/uv/sdc/).
"""

from collections.abc import Iterator, Mapping
from typing import Any

_FHIR = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

TRANSLATION = f"{_FHIR}translation"
ABSENT = f"{_FHIR}data-absent-reason"
HIDDEN = f"{_FHIR}questionnaire-hidden"
CONTROL = f"{_FHIR}questionnaire-itemControl"
ORIENTATION = f"{_FHIR}questionnaire-choiceOrientation"
EXCLUSIVE = f"{_FHIR}questionnaire-optionExclusive"
MINIMUM, MAXIMUM = f"{_FHIR}minValue", f"{_FHIR}maxValue"
DECIMALS = f"{_FHIR}maxDecimalPlaces"
ORDINAL = f"{_FHIR}ordinalValue"
WEIGHT = f"{_FHIR}itemWeight"
# SDC 3 published the weight under its own address.
WEIGHTS = (ORDINAL, WEIGHT, f"{_SDC}sdc-questionnaire-itemWeight", f"{_FHIR}questionnaire-ordinalValue")
SHORT = f"{_SDC}sdc-questionnaire-shortText"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
# What a renderer would have to run to know whether, or by which answers, a question is asked.
EXPRESSIONS = tuple(
    f"{_SDC}sdc-questionnaire-{name}"
    for name in ("enableWhenExpression", "answerExpression", "answerOptionsToggleExpression")
)
# Ours: the same question in easy words.
EASY = "urn:yarrow:easy-read"


def extensions(element: object, *urls: str) -> Iterator[Mapping[str, Any]]:
    """The extensions of an element with one of these addresses; nothing for what isn't an element."""
    given = element.get("extension") if isinstance(element, Mapping) else None
    for one in given if isinstance(given, list) else []:
        if isinstance(one, Mapping) and one.get("url") in urls:
            yield one


def value_of(element: object, *urls: str) -> tuple[str, Any] | None:
    """("valueBoolean", True) of the first such extension."""
    for one in extensions(element, *urls):
        for name, value in one.items():
            if name.startswith("value"):
                return name, value
    return None
