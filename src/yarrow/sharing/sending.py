"""From a form that was filled in to a share: by a link that is shown once, or by word of mouth or paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.sharing import actions
from yarrow.sharing.actions import Attached, Made
from yarrow.sharing.errors import CannotBe
from yarrow.sharing.forms import LINK, ShareForm
from yarrow.sharing.models import Proposal
from yarrow.vault import documents, uploads


def sent(
    request: Any,
    person: Person,
    agency: Agency,
    form: ShareForm,
    purpose: str,
    proposal: Proposal | None = None,
) -> HttpResponse | None:
    """The page that follows; None where it was refused, and the form says why."""
    said = form.cleaned_data
    told = {"project": request.project, "by": request.actor, "at": timezone.now()}
    told |= {"person": person, "agency": agency, "purpose": purpose, "proposal": proposal}
    told |= {"facts": form.chosen(), "entry_id": said["entry_id"]}
    try:
        guest = form.guests.get(said["how"])
        if said["how"] == LINK or guest:
            told |= {"file": attached(request, form), "guest": guest}
            made = actions.make_package(days=said["days"] or 0, openings=said["openings"] or 0, **told)
        if guest:
            messages.success(request, _("It waits for %s in their account.") % guest.worker.name)
            return redirect(request.project.url("sharing:show_shares", person.id))
        if said["how"] == LINK:
            return _link(request, person, agency, made)
        if form.cleaned_data["file"]:
            raise CannotBe(_("A file goes through a link. Choose that, or leave the file out."), field="how")
        actions.record_share(how=said["how"], **told)
    except Refusal as refusal:
        form.add_refusal(refusal)
        return None
    messages.success(request, _("Written down: what you told %s.") % agency.name)
    return redirect(request.project.url("sharing:show_shares", person.id))


def attached(request: Any, form: ShareForm) -> Attached | None:
    """The file that came with the form; one that was let go of on arrival is said to be too large, not missing."""
    if uploads.was_too_big(request):
        raise documents.TooLarge()
    return form.attached()


def _link(request: Any, person: Person, agency: Agency, made: Made) -> HttpResponse:
    """The link and the code, once: neither is kept."""
    address = request.build_absolute_uri(f"{reverse('packages:unpack')}#{made.token}")
    context = {
        "person": person,
        "agency": agency,
        "link": address,
        "code": made.code,
        "package": made.package,
    }
    response = render(request, "sharing/show_link.html", context)
    response["Cache-Control"] = "no-store"
    return response
