"""How much everybody has in hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yarrow.contacts import workload
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS
from yarrow.ui.charts import Picture, Series, picture
from yarrow.ui.tables import Column, Table


@require_safe
@allow(*ARRANGERS, purpose="see how much everybody has in hand", state="add_only")
def show_workload(request: Any) -> HttpResponse:
    """People, contacts, things to do and sessions by worker, in the order of their names."""
    loads = workload.loads(request.project, timezone.localtime(timezone=request.project.zone).date())
    context = {"picture": _picture(loads), "since": workload.SPAN.days, "n": len(loads)}
    return render(request, "contacts/show_workload.html", context)


def _picture(loads: list[workload.Load]) -> Picture:
    title = _("What everybody has in hand")
    drawn = picture(
        "workload",
        title=title,
        describe=_("People on the caseload and things to do that are open, for each worker by name."),
        labels=[load.name for load in loads],
        series=[
            Series(_("People on the caseload"), [load.n_people for load in loads]),
            Series(_("Things to do"), [load.n_open for load in loads]),
        ],
        first_column=_("Worker"),
    )
    heads = [
        _("People on the caseload"), _("Things to do"), _("Of them overdue"),
        _("Contacts in four weeks"), _("Sessions in four weeks"),
    ]  # fmt: skip
    rows = [
        [load.name, load.n_people, load.n_open, load.n_overdue, load.n_contacts, load.n_sessions]
        for load in loads
    ]
    columns = [Column(_("Worker")), *(Column(head, is_number=True) for head in heads)]
    return Picture(svg=drawn.svg, legend=drawn.legend, table=Table(caption=title, columns=columns, rows=rows))
