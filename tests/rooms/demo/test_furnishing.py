"""What the built town keeps beside its people."""

from collections import Counter

import pytest

from tests.rooms.demo.conftest import NOW
from yarrow.contacts import stock
from yarrow.contacts.models import Premises
from yarrow.demo.planning import plan_town
from yarrow.evaluation.models import Grant
from yarrow.people.models import Consent

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_town_keeps_a_cupboard_places_consents_and_a_grant(town):
    cupboard = {line.supply: line.n for line in stock.stocked(town.project, TODAY)}
    assert cupboard["condoms"] >= 0 and cupboard["needles_out"] >= 0
    assert Premises.objects.filter(project=town.project).count() == 3
    keyed = [one for one in plan_town(TODAY).people if one.key_worker]
    acts = Counter(Consent.objects.filter(project=town.project).values_list("act", flat=True))
    assert acts["given"] == 2 * len(keyed) and 1 <= acts["withdrawn"] < len(keyed)
    assert Grant.objects.get(project=town.project).lines.count() == 3
