"""What is around the built town; asked by test_town, so that the town is built once."""

from yarrow.community import figures, queries
from yarrow.community.models import Breach, OutsideEvent, Training


def check_neighbours(project, today):
    """Complaints become fewer, one breach was answered and one is silent, and events stand on the trend."""
    found = figures.of_complaints(project, today)
    whole = [row[1] for row in found.quarters.table.rows if "so far" not in str(row[0])][-3:]
    assert whole == sorted(whole, reverse=True) and whole[0] > whole[-1]
    assert "chart__mark" in found.months.svg and OutsideEvent.objects.filter(project=project).count() == 5
    assert queries.silent_complaints(project, today).exists()
    assert queries.silent_breaches(project, today).count() == 1
    assert {row.state for row in Breach.objects.of(project)} == {"closed", "raised", "reported"}
    assert Training.objects.filter(project=project).count() == 2
