"""Numbers can be tapped; what is no number is left alone, and nothing that was typed becomes markup."""

import re

import pytest

from yarrow.ui.phones import numbers_linked as linked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0808 2000 247", "08082000247"),
        ("+44 (0)20 7946 0991", "+4402079460991"),
        ("Call 116 123, any hour", "116123"),
        ("020-7946-0991", "02079460991"),
        ("Night line: 07700 900123.", "07700900123"),
        ("+48 800 702 222", "+48800702222"),
        ("999", "999"),
        (" 112 ", "112"),
        ("06.12.34.56.78", "0612345678"),
    ],
)
def test_number_is_a_link_to_call_it(text, number):
    assert re.findall(r'href="tel:([^"]*)"', linked(text)) == [number]
    assert re.sub(r"<[^>]*>", "", linked(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text HELLO to the night line",
        "Open 24/7",
        "Mon 9-17",
        "since 2026-11-28",
        "28.11.2026",
        "2024-2026",
        "08.30-17.30",
        "08:30-17:30",
        "https://example.org/1234567",
        "a@1234567.org",
        "room 112 and room 113",
        "card 4929 1234 5678 9012 3456",
        "AB1234567",
        "7" * 5000,
    ],
)
def test_what_is_no_number_is_left_alone(text):
    assert linked(text) == text


def test_two_numbers_are_two_links_and_markup_stays_text():
    said = linked('<b onclick="x">0808 2000 247</b> or 0808 1111 111 & more')
    assert said.count("<a href=") == 2 and "<b" not in said and "&lt;b" in said and "&amp; more" in said
