"""How far the sending of a text came, in counts alone."""

from dataclasses import dataclass

from django.db.models import Count

from yarrow.alerts.models import AlertText, Delivery
from yarrow.alerts.models.alerts import PLANNED
from yarrow.alerts.reaching import MAY_HAVE_IT
from yarrow.alerts.states import SENT_LABELS
from yarrow.sending.models import Message


@dataclass(frozen=True)
class Sending:
    """How far the sending of a text came. `others`: (what became of them, how many)."""

    n: int
    n_planned: int
    states: list[tuple[str, int]]
    n_members: int
    n_unreached: int

    @property
    def n_done(self) -> int:
        return self.n - self.n_planned


def sending_of(text: AlertText) -> Sending:
    """Counts alone; what the sender says of what is armed, it says now."""
    rows = Delivery.objects.filter(text=text)
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    armed = rows.filter(state="armed").values("id")
    told = Message.objects.filter(project=text.project_id, reference__in=armed).order_by()
    now = dict(told.values_list("state").annotate(n=Count("id")))
    counted.pop("armed", 0)
    for state, n in now.items():
        counted[state] = counted.get(state, 0) + n
    here = set(rows.order_by().values_list("member_id", flat=True).distinct())
    before = Delivery.objects.filter(alert=text.alert_id, text__n__lt=text.n)
    had = set(before.filter(state__in=MAY_HAVE_IT).values_list("member_id", flat=True))
    planned = counted.get(PLANNED, 0)
    shown = [(str(words), counted[state]) for state, words in SENT_LABELS.items() if counted.get(state)]
    return Sending(rows.count(), planned, shown, len(here), len(had - here))
