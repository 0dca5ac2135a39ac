"""The walkers themselves: the cookies hold, and each thing that must fail a walk does."""

from typing import Any

import pytest

from tests.walks.axe import check_axe
from tests.walks.walker import Walker
from tests.worlds import World, sign_in_page


def test_sign_in_keeps_both_cookies_on_localhost(world: World, walker: Any) -> None:
    walking: Walker = walker()
    sign_in_page(walking.page, walking.site, world.account("outreach"))
    kept = {cookie["name"]: cookie for cookie in walking.context.cookies()}
    assert {"__Host-desk", "__Host-deskseal"} <= set(kept)
    assert all(kept[name]["secure"] and kept[name]["httpOnly"] for name in ("__Host-desk", "__Host-deskseal"))


def test_handed_over_session_opens_today(world: World, walker: Any) -> None:
    walking: Walker = walker(world, "outreach")
    walking.goes_to(f"/p/{world.project.code}/")
    assert "/sign-in/" not in walking.page.url


def test_walker_counts_presses_and_fields(walker: Any) -> None:
    walking: Walker = walker()
    walking.goes_to("/sign-in/")
    with walking.counting() as effort:
        walking.page.get_by_label("E-mail address").click()
        walking.page.get_by_label("E-mail address").press_sequentially("a@b.example")
    assert (effort.taps, effort.focuses) == (1, 1)
    assert effort.seconds > 0


def test_walker_meets_third_party_request(walker: Any) -> None:
    walking: Walker = walker()
    walking.goes_to("/sign-in/")
    walking.page.evaluate("fetch('http://elsewhere.invalid/x').catch(() => 0)")
    assert any("third party" in one or "Content Security Policy" in one for one in walking.unexpected())
    walking.problems.clear()


def test_walker_meets_console_error(walker: Any) -> None:
    walking: Walker = walker()
    walking.goes_to("/sign-in/")
    walking.page.evaluate("console.error('something broke')")
    assert any("something broke" in one for one in walking.unexpected())
    walking.problems.clear()


def test_missing_page_fails_unless_expected(walker: Any) -> None:
    walking: Walker = walker()
    with pytest.raises(AssertionError, match="answered 404"):
        walking.goes_to("/no-such-page/")
    walking.expects("404")
    walking.goes_to("/no-such-page/")


def test_axe_finds_planted_fault(walker: Any) -> None:
    walking: Walker = walker()
    walking.goes_to("/sign-in/")
    check_axe(walking.page)
    walking.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    walking.page.evaluate("document.querySelector('main img').src = '/static/ui/icon.svg'")
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(walking.page)


def test_width_check_finds_planted_overflow(walker: Any) -> None:
    walking: Walker = walker()
    walking.goes_to("/sign-in/")
    walking.check_width()
    walking.page.evaluate("document.querySelector('main').style.width = '900px'")
    with pytest.raises(AssertionError, match="px wide"):
        walking.check_width()
