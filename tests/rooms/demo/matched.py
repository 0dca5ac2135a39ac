"""Which reports of the built town are about one person; asked by test_town, so that the town is built once."""

from yarrow.safety import alike, links, lists
from yarrow.safety.models import Decision, Suggestion


def check_matches(project):
    """One person of three linked reports, whose fourth waits beside another pair; three who are only like them."""
    parts = links.parts(links.same(links.said_of(project)))
    assert [len(part) for part in parts] == [3]
    (van,) = parts
    assert links.n_reporters(project, van) == 3
    waits = [{row.low_id, row.high_id} for row in alike.waiting(project)]
    assert any(pair & van for pair in waits) and any(not pair & van for pair in waits)
    said = {row.said for row in Decision.objects.filter(project=project)}
    assert said == {lists.SAME, lists.DIFFERENT, lists.UNSURE}
    # Three of one person, all found by the comparing itself before anybody said so.
    suggested = {(row.low_id, row.high_id) for row in Suggestion.objects.filter(project=project)}
    assert suggested & set(links.same(links.said_of(project)))
