"""Walk: a partner opens a link on a phone; the token leaves the address, and no request names it."""

import pytest
from django.utils import timezone

from tests.rooms.sharing.conftest import Table
from yarrow.pocket import flood
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Answer, Package

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(reason="it looks at the page; what opens is tried on both in the room's tests"),
]
SMALL = {"width": 320, "height": 560}


def test_partner_opens_a_link_and_answers(walker, world):
    flood._since.clear()
    table, act = Table(world=world), {"project": world.project, "at": timezone.now()}
    quay, kim = table.agency(), table.person("Kim")
    table.agree(kim, quay)
    facts = [Fact("called", "Kim"), Fact("health_words", "Needs an X-ray")]
    told = {"purpose": "health", "days": 7, "openings": 3, "facts": facts, "by": world.worker("case_worker")}
    made = actions.make_package(person=kim, agency=quay, **told, **act)
    partner = walker(viewport=SMALL)
    partner.given("a partner with a link and a code, on a phone that is 320 px wide")
    asked = []
    partner.page.on("request", lambda request: asked.append(request.url))
    partner.goes_to(f"/k/#{made.token}")
    page = partner.page
    page.wait_for_url("**/k/")
    assert made.token not in page.url and not page.get_by_label("The link, or what").is_visible()
    assert Package.objects.get().n_openings == 0, "looking opens nothing"
    page.get_by_label("The code").fill(made.code)
    page.get_by_role("button", name="Open").click()
    partner.then("they read what was chosen for them, and nothing else")
    page.get_by_text("Needs an X-ray").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    page.get_by_role("button", name="They have an appointment").click()
    page.get_by_text("Thank you").wait_for()
    assert Answer.objects.get().answer == "booked" and partner.context.cookies() == []
    assert asked and not any(made.token in url.partition("#")[0] for url in asked)
