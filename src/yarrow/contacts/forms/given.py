"""What every form about a contact asks: what was given and done, how they seemed, which language."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import kinds, queries
from yarrow.contacts.codes import Code, choices
from yarrow.contacts.models import Contact, Zone
from yarrow.contacts.told import ToldFields
from yarrow.staff.models import Project
from yarrow.ui.forms import ChipsField, CounterField, DateField, Form, OneChipField, SuggestField
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once

SUPPLY = "supply_"
LONGEST_NOTE = 5_000


class GivenForm(Form):
    """Base: counters for supplies, chips for things done. `on_sheet` ones show at once, the rest under "more"."""

    asks_follow_up = True
    supplies: list[Code]
    places: list[Zone]

    def __init__(
        self,
        *args: Any,
        project: Project,
        standing: Contact | None = None,
        arranged: queries.Arranged | None = None,
        **kwargs: Any,
    ) -> None:
        """`standing`: the contact that is corrected; what it counts stays on offer, also when retired.

        arranged   the project's zones and kinds, where they were read with the rest of the page
        """
        super().__init__(*args, **kwargs)
        self.project = project
        arranged = arranged or queries.Arranged(project)
        at_once.read(arranged)
        own = arranged.kinds
        self.supplies = kinds.offered(project, "supplies", _counted(standing, "supplies"), own)
        self.places = by_name(arranged.zones, lambda zone: zone.label)
        if standing is not None and standing.zone is not None and standing.zone not in self.places:
            self.places.append(standing.zone)
        for code in self.supplies:
            self.fields[SUPPLY + code.code] = CounterField(label=code.label, max_value=9_999, empty=0)
        done = kinds.offered(project, "done", _counted(standing, "done"), own)
        self.fields["done"] = _chips(_("What was done"), [c for c in done if c.on_sheet])
        self.fields["more_done"] = _chips(_("More that was done"), [c for c in done if not c.on_sheet])
        self._share_out_done()
        self.fields["seemed"] = OneChipField(
            label=_("How they seemed"), choices=choices("seemed"), required=False
        )
        self.fields["zone"] = OneChipField(
            label=_("Where"), choices=[(str(z.id), z.label) for z in self.places], required=False
        )
        self._ask_language()
        self._ask_note()

    def _share_out_done(self) -> None:
        """What was done before is ticked once, where it is offered."""
        for name in ("done", "more_done"):
            offered = {code for code, _words in self.fields[name].choices}  # type: ignore[attr-defined]
            self.initial[name] = [code for code in self.initial.get(name, ()) if code in offered]

    def _ask_language(self) -> None:
        self.fields["language"] = SuggestField(
            label=_("Language"), suggestions=self.project.languages, required=False, max_length=40
        )
        self.fields["language_how"] = OneChipField(
            label=_("How you talked"), choices=choices("language_how"), required=False
        )
        self.fields["language_unmet"] = forms.BooleanField(
            label=_("A language was needed that we did not have"), required=False
        )

    def _ask_note(self) -> None:
        box = forms.Textarea(attrs={"rows": 3})
        self.fields["note"] = forms.CharField(
            label=_("Note"), widget=box, required=False, max_length=LONGEST_NOTE
        )
        if not self.asks_follow_up:
            return
        self.fields["follow_up_on"] = DateField(label=_("Follow up by"), required=False)
        self.fields["follow_up_what"] = forms.CharField(
            label=_("What to do then"),
            required=False,
            max_length=200,
            help_text=_("Everyone who meets people here can read this line."),
        )

    @property
    def counters(self) -> list[forms.BoundField]:
        """Counters that show at once."""
        return [self[SUPPLY + code.code] for code in self.supplies if code.on_sheet]

    @property
    def more_counters(self) -> list[forms.BoundField]:
        return [self[SUPPLY + code.code] for code in self.supplies if not code.on_sheet]

    @property
    def asked_for_more(self) -> bool:
        """Whether something under "more" was used or refused, so that it stays open."""
        names = ["more_done", "language", "language_how", "language_unmet", "note"]
        names += ["follow_up_on", "follow_up_what"] if self.asks_follow_up else []
        names += [bound.name for bound in self.more_counters]
        return any(self[name].errors or _is_said(self[name].value()) for name in names)

    def told_given(self) -> ToldFields:
        """What was said here, as arguments of `record_contact`."""
        said = self.cleaned_data
        zone = next((z for z in self.places if str(z.id) == said.get("zone")), None)
        told: ToldFields = {
            "supplies": self.counted(),
            "done": sorted({*said["done"], *said["more_done"]}),
            "seemed": said["seemed"],
            "zone": zone,
            "language": said["language"],
            "language_how": said["language_how"],
            "language_unmet": said["language_unmet"],
            "note": said["note"].strip(),
        }
        if self.asks_follow_up:
            told |= {"follow_up_on": said["follow_up_on"], "follow_up_what": said["follow_up_what"]}
        return told

    def counted(self) -> dict[str, int]:
        """Supplies that were counted, by code."""
        each = {code.code: self.cleaned_data.get(SUPPLY + code.code) or 0 for code in self.supplies}
        return {code: n for code, n in each.items() if n}

    def clean(self) -> dict[str, Any]:
        """A line about what to do needs its day."""
        said = super().clean() or self.cleaned_data
        if said.get("follow_up_what") and not said.get("follow_up_on") and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", gettext("Say by which day."))
        return said


def standing_values(contact: Contact) -> dict[str, Any]:
    """How a contact stands, as initial values of these fields."""
    given = {SUPPLY + line.kind: line.n for line in contact.supplies.all()}
    done = [line.kind for line in contact.done.all()]
    return given | {
        "done": done,
        "more_done": done,
        "seemed": contact.seemed,
        "zone": str(contact.zone_id or ""),
        "language_how": contact.language_how,
        "language_unmet": contact.language_unmet,
    }


def _chips(label: Any, offered: list[Code]) -> ChipsField:
    return ChipsField(label=label, choices=[(c.code, c.label) for c in offered], required=False)


def _counted(contact: Contact | None, sort: kinds.Sort) -> set[str]:
    if contact is None:
        return set()
    lines = contact.supplies if sort == "supplies" else contact.done
    return {line.kind for line in lines.all()}


def _is_said(value: Any) -> bool:
    """Whether a field holds anything; a date is three boxes, an untouched counter may say 0."""
    return (
        any(_is_said(part) for part in value)
        if isinstance(value, list)
        else value not in (None, "", 0, "0", False)
    )
