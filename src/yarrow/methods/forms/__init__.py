"""Sets of questions: read from FHIR R4, checked, asked in the right order, answered, and written back.

No Django here; rooms draw the pages. What leaves as a sentence is English that the pages translate.
"""

from yarrow.methods.forms.answered import read_response
from yarrow.methods.forms.boxes import as_typed
from yarrow.methods.forms.conditions import beforehand, conditions_for_page, kept, shown, unanswered
from yarrow.methods.forms.defects import Defect, Defects
from yarrow.methods.forms.keys import Asked, all_asked, key_of
from yarrow.methods.forms.reading import lint, read_form
from yarrow.methods.forms.responses import Response, write_response
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
from yarrow.methods.forms.typed import read_typed
from yarrow.methods.forms.writing import write_form

__all__ = [
    "Answers",
    "Asked",
    "Chosen",
    "Condition",
    "Defect",
    "Defects",
    "Form",
    "Item",
    "Option",
    "Response",
    "Said",
    "Skipped",
    "Value",
    "Words",
    "all_asked",
    "as_typed",
    "beforehand",
    "conditions_for_page",
    "kept",
    "key_of",
    "lint",
    "read_form",
    "read_response",
    "read_typed",
    "shown",
    "unanswered",
    "write_form",
    "write_response",
]
