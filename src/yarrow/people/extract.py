"""Pseudonymous rows for evaluation: plain fields only, under the person's random id."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from yarrow.people.lists import FOR_THEMSELVES, UNDER_18, items
from yarrow.people.models import KeyWorker, Person, PersonSetting, SettingKind
from yarrow.staff.models import Project

# Whom an activity table counts; the others are counted apart.
THEMSELVES = FOR_THEMSELVES


@dataclass(frozen=True)
class SettingSpan:
    """A setting and the days on which it held, both included; None = not known, or still."""

    code: str
    from_on: date | None
    until_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the setting held on `day`."""
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


@dataclass(frozen=True)
class PersonRow:
    """One person of a project, without anything that says who they are.

    gender, age_band   codes of lists.json ("not_said" included); the band as of when it was said, or last looked at
    supported_as       "self", or as whose relative: such people are counted apart
    """

    person_id: UUID
    project_id: UUID
    gender: str
    age_band: str
    supported_as: str
    settings: tuple[SettingSpan, ...]
    first_met_on: date
    has_key_worker: bool

    @property
    def counted_as(self) -> str:
        """Whom this person is counted among: adults supported for themselves, under 18, partners or family."""
        return UNDER_18 if self.age_band == UNDER_18 else self.supported_as

    def settings_on(self, day: date) -> tuple[str, ...]:
        """Codes of the settings that held on `day`, each once, in order."""
        return tuple(sorted({span.code for span in self.settings if span.holds_on(day)}))


def rows(project: Project) -> Iterator[PersonRow]:
    """Every person of the project, in order of their random ids; three queries whatever their number."""
    spans: dict[UUID, list[SettingSpan]] = defaultdict(list)
    for person_id, code, from_on, until_on in PersonSetting.objects.filter(project=project).values_list(
        "person_id", "code", "from_on", "until_on"
    ):
        spans[person_id].append(SettingSpan(code, from_on, until_on))
    held = set(KeyWorker.objects.current().filter(project=project).values_list("person_id", flat=True))
    people = Person.objects.in_project(project).once().order_by("id")
    for person_id, gender, age_band, supported_as, first_met_on in people.values_list(
        "id", "gender", "age_band", "supported_as", "first_met_on"
    ):
        yield PersonRow(
            person_id=person_id,
            project_id=project.id,
            gender=gender,
            age_band=age_band,
            supported_as=supported_as,
            settings=tuple(spans.get(person_id, ())),
            first_met_on=first_met_on,
            has_key_worker=person_id in held,
        )


def has_counted_apart(project: Project) -> bool:
    """Whether anybody is counted apart."""
    everybody = Person.objects.in_project(project).once()
    return (everybody.exclude(supported_as=FOR_THEMSELVES) | everybody.under_18()).exists()


def counted_as_labels() -> dict[str, str]:
    """Words for those who are counted apart."""
    return {
        UNDER_18: gettext("Young people under 18"),
        "partner": gettext("Partners, helped in their own right"),
        "family": gettext("Family, helped in their own right"),
    }


def gender_labels() -> dict[str, str]:
    """Words for each coarse gender."""
    return {item.code: gettext(item.label) for item in items("gender")}


def setting_labels(project: Project) -> dict[str, str]:
    """Words for each setting, the project's own included."""
    own = SettingKind.objects.filter(project=project).values_list("code", "label")
    return {**{item.code: gettext(item.label) for item in items("setting")}, **dict(own)}
