"""What contacts to find. Sent by GET, with codes and ids only, so that no name stands in an address."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yarrow.contacts import finding, kinds, queries
from yarrow.contacts.codes import choices
from yarrow.staff.models import Project
from yarrow.ui.forms import DateField, Form
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once

ANY = ("", _("Any"))


class FindForm(Form):
    """The filters, each of which may be left out."""

    from_on = DateField(label=_("First day"), required=False)
    to_on = DateField(label=_("Last day"), required=False)
    known = forms.ChoiceField(
        label=_("Known or not"),
        required=False,
        choices=[ANY, (finding.KNOWN, _("Known people")), (finding.NOT_KNOWN, _("People not known"))],
    )
    follow_up = forms.BooleanField(label=_("Only with a follow-up"), required=False)
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        arranged, places = queries.Arranged(project), queries.crew_in(project)
        at_once.read(arranged, places)
        crew = by_name(((str(each.worker_id), each.worker.name) for each in places), lambda pair: pair[1])
        zones = by_name(((zone.code, zone.label) for zone in arranged.zones), lambda pair: pair[1])
        listed = {
            "kind": (_("How you met"), choices("kinds")),
            "zone": (_("Where"), zones),
            "worker": (_("Written down by"), crew),
            "supply": (_("Given"), list(kinds.labels_with(arranged.kinds, "supplies").items())),
            "done": (_("Done"), list(kinds.labels_with(arranged.kinds, "done").items())),
        }
        for name, (label, offered) in listed.items():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[ANY, *offered])

    def asked(self) -> finding.Asked:
        """What was asked; a filter that can't be read is left out, and its field says so."""
        said = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        worker = UUID(said["worker"]) if "worker" in said else None
        return finding.Asked(**{**said, "worker": worker})
