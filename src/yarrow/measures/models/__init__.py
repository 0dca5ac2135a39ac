"""The nouns of the room: forms and their versions, fillings and scores, the safe response."""

from yarrow.measures.models.fillings import Amendment, Filling, Score
from yarrow.measures.models.forms import FormVersion, Permission, ProjectForm, UseOfMeasures
from yarrow.measures.models.safe import SafeResponse, SafeRoute, Signal, SignalStep

__all__ = [
    "Amendment",
    "Filling",
    "FormVersion",
    "Permission",
    "ProjectForm",
    "SafeResponse",
    "SafeRoute",
    "Score",
    "Signal",
    "SignalStep",
    "UseOfMeasures",
]
