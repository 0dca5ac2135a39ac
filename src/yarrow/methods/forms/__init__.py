"""Sets of questions: read from FHIR R4, checked, asked in the right order, answered, and written back.

No Django here; rooms draw the pages. What leaves as a sentence is English that the pages translate.
"""

from yarrow.methods.forms.defects import Defect, Defects
from yarrow.methods.forms.reading import lint, read_form
from yarrow.methods.forms.shapes import (
    Answers,
    Chosen,
    Condition,
    Form,
    Item,
    Option,
    Said,
    Skipped,
    Value,
    Words,
)

__all__ = [
    "Answers",
    "Chosen",
    "Condition",
    "Defect",
    "Defects",
    "Form",
    "Item",
    "Option",
    "Said",
    "Skipped",
    "Value",
    "Words",
    "lint",
    "read_form",
]
