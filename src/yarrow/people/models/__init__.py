"""The nouns of this room."""

from yarrow.people.models.consent import Consent
from yarrow.people.models.keeping import DEFAULT_YEARS, Hold, Keeping, KeptLonger
from yarrow.people.models.merging import Apart, Merge
from yarrow.people.models.naming import Naming
from yarrow.people.models.papers import Paper
from yarrow.people.models.people import (
    KeyWorker,
    KeyWorkerSet,
    OfPerson,
    Person,
    PersonSet,
    PersonSetting,
    PersonSettingSet,
    a_name,
    but_a_name,
)
from yarrow.people.models.rows import Alias, Opening, PersonVersion, WayToReach
from yarrow.people.models.safeguarding import SafeguardingStep
from yarrow.people.models.setting_kinds import SettingKind

__all__ = [
    "DEFAULT_YEARS",
    "Alias",
    "Apart",
    "Consent",
    "Hold",
    "Keeping",
    "KeptLonger",
    "KeyWorker",
    "KeyWorkerSet",
    "Merge",
    "Naming",
    "OfPerson",
    "Opening",
    "Paper",
    "Person",
    "PersonSet",
    "PersonSetting",
    "PersonSettingSet",
    "PersonVersion",
    "SafeguardingStep",
    "SettingKind",
    "WayToReach",
    "a_name",
    "but_a_name",
]
