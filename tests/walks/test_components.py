"""Components as a browser shows them: behaviours, sizes, themes, without scripts, without colours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

from tests.walks.axe import check_axe, findings
from tests.walks.walker import Walker
from yarrow.ui import sample

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
NAV = [{"label": "Today", "url": "#", "current": True}, {"label": "People", "url": "#", "current": False}]
FACES = """
<yarrow-filter><input data-filter aria-label="Find"><p role="status" data-filter-said data-some="%n shown"
 data-none="Nobody"></p><ul><li data-words="Kim Zoë quay">Kim</li><li data-words="Rosa arches">Rosa</li>
<li data-words="Ana"><input type="radio" aria-label="Ana" checked>Ana</li></ul></yarrow-filter>
"""
Show = Callable[..., Walker]


def style_page(language: str, extra: str) -> str:
    """The style page as it is served, `extra` put at its end."""
    request: Any = RequestFactory().get("/")
    request.session, request.seal_state = {}, "add_only"
    project = type("Project", (), {"code": "quay", "name": "Harbour project"})
    around = {"request": request, "project": project, "nav": NAV, "theme_url": "/", "unlock_url": "/"}
    template: Any = get_template("ui/style.html")
    with override(language):
        html: str = template.template.render(
            Context({**around, "form": sample.filled_form(), **sample.pieces()})
        )
    return html.replace("</main>", f"{extra}</main>")


@pytest.fixture
def show(walker: Any) -> Show:
    """Open the style page; its address answers from here, everything else from the site."""

    def open_it(*, language: str = "en-gb", extra: str = "", **options: Any) -> Walker:
        walking: Walker = walker(**options)
        walking.page.route(
            "**/style/",
            lambda route: route.fulfill(
                body=style_page(language, extra),
                headers={"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY},
            ),
        )
        walking.goes_to("/style/")
        return walking

    return open_it


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_style_page_is_clean_and_fits(show: Show, scheme: str, width: int) -> None:
    walking = show(color_scheme=scheme, viewport={"width": width, "height": 800})
    walking.check_width()
    check_axe(walking.page)


def test_style_page_is_clean_from_right_to_left(show: Show) -> None:
    walking = show(language="ar")
    assert walking.page.locator("html").get_attribute("dir") == "rtl"
    walking.check_width()
    check_axe(walking.page)


@pytest.mark.parametrize("width", [360, 640])
def test_style_page_fits_with_text_twice_as_large(show: Show, width: int) -> None:
    walking = show(viewport={"width": width, "height": 800})
    walking.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    walking.check_width()


def test_style_page_is_clean_in_the_reader_s_own_colours(show: Show) -> None:
    walking = show(forced_colors="active")
    walking.check_width()
    # Contrast is then the reader's choice; what must stay is every edge, mark and name.
    assert [one["id"] for one in findings(walking.page) if one["id"] != "color-contrast"] == []
    edges = "one => parseFloat(getComputedStyle(one).borderTopWidth)"
    for kind in (".govuk-button", ".chip__label", ".tag", ".notice", ".govuk-input"):
        assert walking.page.locator(kind).first.evaluate(edges) >= 1, kind


def test_controls_are_large_enough_for_cold_hands(show: Show) -> None:
    walking = show()
    small = walking.page.evaluate(
        """[...document.querySelectorAll('button, .govuk-button, select, summary, textarea, label.chip__label,'
              + '.govuk-radios__item, .govuk-checkboxes__item, input:not([type=hidden], .chip__input)')]
           .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
           .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


PRINTED = """() => {
  const style = (kind, part) => [...document.querySelectorAll(kind)]
    .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one, part))
  const shown = (kinds) => [...document.querySelectorAll(kinds)]
    .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))
  const everything = style('main, main *')
  return {
    controls: shown('nav, button, .govuk-button, .govuk-skip-link, .govuk-back-link, .top, .foot, .theme'),
    inks: [...new Set(everything.map((one) => one.color))],
    papers: [...new Set(everything.map((one) => one.backgroundColor))],
    series: [...new Set(style('.chart__bar').map((one) => one.stroke))],
    addresses: style('main a', '::after').filter((one) => one.content !== 'none').length,
    heads: [...new Set(style('thead').map((one) => one.display))],
    rows: [...new Set(style('tbody tr').map((one) => one.breakInside))],
    says: document.querySelector('.printed').checkVisibility(),
  }
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_ink_on_white_and_has_no_controls(show: Show, scheme: str) -> None:
    # As wide as A4 between its margins.
    page = show(color_scheme=scheme, viewport={"width": 680, "height": 960}).page
    assert not page.locator(".printed").first.is_visible()
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    found = page.evaluate(PRINTED)
    assert found.pop("controls") == []
    assert set(found.pop("inks")) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert set(found.pop("papers")) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert found.pop("series") == ["rgb(0, 0, 0)"]
    rows, heads = ["avoid"], ["table-header-group"]
    assert found == {"addresses": 0, "heads": heads, "rows": rows, "says": True}


def test_chosen_theme_wins_over_the_device(show: Show) -> None:
    walking = show(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    night = walking.page.evaluate(paper)
    walking.page.evaluate("document.documentElement.dataset.theme = 'day'")
    assert (night, walking.page.evaluate(paper)) == ("rgb(14, 18, 20)", "rgb(250, 247, 242)")


def test_error_summary_takes_the_focus_and_leads_to_the_field(show: Show) -> None:
    page = show().page
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="We could not read that date").click()
    assert page.evaluate("document.activeElement.id") == "id_met_on_0"


def test_counter_steps_and_stays_within_its_limits(show: Show) -> None:
    page = show().page
    box = page.get_by_label("Needles", exact=True)
    page.get_by_role("button", name="One more: Needles").click(click_count=3)
    assert box.input_value() == "15"
    box.fill("1")
    page.get_by_role("button", name="One less: Needles").click(click_count=3)
    assert box.input_value() == "0"
    box.fill("999")
    page.get_by_role("button", name="One more: Needles").click()
    assert box.input_value() == "999"


def test_answer_shows_the_field_that_belongs_to_it(show: Show) -> None:
    page = show().page
    phone = page.get_by_label("Phone number")
    assert phone.is_visible()
    page.get_by_label("Please don't").check()
    assert phone.is_hidden()
    page.get_by_label("By phone").check()
    assert phone.input_value() == "07700 900 123"


def test_passphrase_shows_on_demand_and_hides_when_sent(show: Show) -> None:
    page = show().page
    box = page.locator("#id_passphrase")
    page.get_by_role("button", name="Show").click()
    assert box.get_attribute("type") == "text"
    page.evaluate(
        "document.querySelector('#id_passphrase').form.addEventListener('submit', e => e.preventDefault())"
    )
    page.get_by_role("button", name="Keep it").last.click()
    assert box.get_attribute("type") == "password"


def test_undo_is_offered_for_ten_seconds(show: Show) -> None:
    walking = show()
    walking.page.clock.install()
    walking.page.reload()
    undo = walking.page.get_by_role("button", name="Undo")
    walking.page.clock.run_for(9_000)
    assert undo.is_visible()
    walking.page.clock.run_for(2_000)
    assert undo.count() == 0


def test_undo_waits_for_whoever_is_at_it(show: Show) -> None:
    walking = show()
    walking.page.clock.install()
    walking.page.reload()
    undo = walking.page.get_by_role("button", name="Undo")
    undo.focus()
    walking.page.clock.run_for(30_000)
    assert undo.is_visible()


def test_faces_narrow_while_typing_and_keep_the_chosen_one(show: Show) -> None:
    page = show(extra=FACES).page
    page.get_by_label("Find").fill("zoe")
    lines = page.locator("yarrow-filter").last.locator("li")
    assert [line.is_visible() for line in lines.all()] == [True, False, True]
    assert page.get_by_text("1 shown").is_visible()
    page.get_by_label("Find").fill("nobody here")
    assert page.get_by_text("Nobody", exact=True).is_visible()
    page.get_by_label("Find").fill("")
    assert all(line.is_visible() for line in lines.all())


def test_questions_that_do_not_apply_hide_and_keep_what_was_typed(show: Show) -> None:
    page = show().page
    nights, help_ = page.locator("#often"), page.locator("#since")
    assert not nights.is_visible() and not help_.is_visible()
    page.get_by_label("Badly").check()
    assert nights.is_visible() and help_.is_visible()
    nights.fill("2")
    assert nights.is_visible() and not help_.is_visible()
    nights.fill("many")
    assert help_.is_visible()
    page.get_by_label("Well enough").check()
    assert not nights.is_visible() and not help_.is_visible()
    assert nights.input_value() == "many"


def test_second_tap_does_not_send_twice(show: Show) -> None:
    page = show().page
    stopped = page.evaluate(
        """() => {
          const stopped = []
          window.addEventListener('submit', e => { stopped.push(e.defaultPrevented); e.preventDefault() })
          const form = document.querySelector('main form')
          form.requestSubmit()
          form.requestSubmit()
          return stopped
        }"""
    )
    assert stopped == [False, True]


def test_without_scripts_everything_is_there(show: Show) -> None:
    page = show(java_script_enabled=False).page
    assert page.get_by_label("How many nights?").is_visible()
    assert page.get_by_label("Phone number").is_visible()
    assert page.get_by_role("spinbutton", name="Needles").is_visible()
    assert page.get_by_role("button", name="One more").count() == 0
    assert page.get_by_role("button", name="Undo").is_visible()
    assert page.locator("#id_passphrase").is_visible()
    page.locator("summary", has_text="Menu").click()
    assert page.get_by_role("link", name="People").is_visible()


SPEAKING = """
window.spoken = []; window.cancelled = 0;
const voice = (lang, localService) => ({ lang, localService, name: lang });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => VOICES, speak: (one) => window.spoken.push([one.text, one.lang]), cancel: () => window.cancelled++,
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
ALOUD = "yarrow-aloud button"


def speaking(show: Show, voices: str, **options: Any) -> Any:
    """The style page on a device with these voices."""
    walking = show(**options)
    walking.page.add_init_script(SPEAKING.replace("VOICES", f"[{voices}]"))
    walking.page.reload()
    return walking.page


def test_a_page_is_read_by_a_voice_of_the_device_and_stops(show: Show) -> None:
    page = speaking(show, 'voice("en-GB", false), voice("ro-RO", true), voice("en-US", true)')
    page.get_by_role("button", name="Read this page aloud").click()
    spoken = page.evaluate("window.spoken")
    assert spoken[0] == ["How pages look", "en-US"]
    assert not [words for words, _lang in spoken if "Read this page" in words or "Stop reading" in words]
    page.get_by_role("button", name="Stop reading").click()
    assert page.evaluate("window.cancelled") == 1
    assert page.locator(ALOUD).inner_text() == "Read this page aloud"
    page.locator(ALOUD).click()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("window.cancelled") == 2


def test_no_word_of_a_page_goes_to_a_voice_elsewhere(show: Show) -> None:
    page = speaking(show, 'voice("en-GB", false), voice("ro-RO", true)')
    page.locator(ALOUD).click()
    assert page.evaluate("window.spoken") == []
    assert "no voice of its own" in page.locator("yarrow-aloud [role=status]").inner_text()


def test_without_scripts_there_is_no_button_that_does_nothing(show: Show) -> None:
    assert not show(java_script_enabled=False).page.locator(ALOUD).is_visible()
