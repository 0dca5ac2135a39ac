"""A page left open: it goes on showing no names, and takes away nothing that was typed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from yarrow.people.actions import add_person
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = "Marguerite"


@pytest.fixture
def ruth(world, walker):
    """At the list of people, with a clock that the test turns."""
    add_person(project=world.project, by=world.worker("coordinator"), at=timezone.now(), called=PERSON)
    ruth = walker(world, "coordinator")
    ruth.page.clock.install()
    ruth.goes_to(world.project.url("people:list_people"))
    ruth.page.get_by_text(PERSON).first.wait_for()
    return ruth


def quiet_time_goes_by(walker):
    SealedSession.objects.update(seen_at=timezone.now() - timedelta(seconds=settings.IDLE_SECONDS))
    walker.page.clock.fast_forward((settings.IDLE_SECONDS + 6) * 1000)


def test_page_left_open_shows_no_names_once_the_session_locks(world, ruth):
    quiet_time_goes_by(ruth)
    ruth.page.wait_for_url("**/unlock/**")
    assert PERSON not in ruth.page.content()


def test_page_in_another_tab_keeps_it_open_and_covers_itself_without_a_signal(world, ruth):
    ruth.expects("ERR_INTERNET_DISCONNECTED")
    ruth.page.clock.fast_forward((settings.IDLE_SECONDS - 60) * 1000)
    other = ruth.context.new_page()
    other.goto(ruth.page.url)
    ruth.page.clock.fast_forward(60_000)
    assert ruth.page.get_by_text(PERSON).first.is_visible()
    ruth.context.set_offline(True)
    ruth.page.clock.fast_forward((settings.IDLE_SECONDS - 40) * 1000)
    ruth.page.get_by_text("This page has locked itself, and there is no signal.").wait_for()
    assert not ruth.page.get_by_text(PERSON).first.is_visible()
    SealedSession.objects.update(seen_at=timezone.now() - timedelta(seconds=settings.IDLE_SECONDS))
    ruth.context.set_offline(False)
    ruth.page.wait_for_url("**/unlock/**")


def test_page_with_something_typed_says_that_it_locked_and_keeps_it(world, ruth):
    ruth.goes_to(world.project.url("people:add_person"))
    ruth.types("Name to be called by", "Zephyrine")
    quiet_time_goes_by(ruth)
    ruth.page.get_by_text("What you typed is still here").wait_for()
    assert ruth.page.get_by_label("Name to be called by").first.input_value() == "Zephyrine"
    ruth.looks("page-locked-itself")


def test_form_that_came_back_with_a_mistake_keeps_what_was_typed(world, ruth):
    ruth.goes_to(world.project.url("people:add_person"))
    ruth.page.get_by_text("What else they told you").click()
    ruth.types("Name to be called by", "Zephyrine")
    ruth.page.locator("[name=born_on_2]").fill("no year")
    ruth.taps("Add them")
    ruth.page.wait_for_selector(".govuk-error-summary")
    quiet_time_goes_by(ruth)
    ruth.page.get_by_text("What you typed is still here").wait_for()
    assert ruth.page.get_by_label("Name to be called by").first.input_value() == "Zephyrine"
