"""Orders and time in prison of the built town; asked by test_town, so that the town is built once."""

from datetime import timedelta

from yarrow.justice import extract
from yarrow.justice.models import Appointment, Away, ComplianceNote, Order
from yarrow.methods.mandates import Ago, stayed


def check_judged(project, today):
    """One order ended and was followed by light contact, one runs, one person leaves prison within 14 days."""
    assert sorted(Order.objects.of(project).values_list("state", flat=True)) == ["completed", "under_way"]
    assert sorted(Appointment.objects.filter(project=project).values_list("state", flat=True)) == [
        *("kept", "kept", "kept", "kept"),
        *("missed", "planned"),
    ]
    from_on = today - timedelta(days=800)
    met = list(extract.met(project, from_on, today))
    assert sum(one.is_mandated for one in met) == 4 < len(met)
    found = [one for one in stayed(extract.ended(project, from_on, today), met, today) if one.n]
    assert [(one.n, one.n_stayed, one.n_light) for one in found] == [(1, 1, 1)]
    assert found[0].ago is not Ago.TOO_EARLY
    away = Away.objects.of(project).inside().get()
    assert away.visits.count() == 2 and away.n_days_to(today) == 9
    assert ComplianceNote.objects.filter(project=project).count() == 1
