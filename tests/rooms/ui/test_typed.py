"""Lists that people type."""

import pytest

from yarrow.ui.typed import listed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" , ;", []),
        ("Romanian", ["Romanian"]),
        ("Romanian, Brazilian Portuguese ;Thai", ["Romanian", "Brazilian Portuguese", "Thai"]),
        ("العربية، الرومانية؛ English", ["العربية", "الرومانية", "English"]),
        ("中文、泰语，English；ro", ["中文", "泰语", "English", "ro"]),
        ("one\ntwo\r\n\nthree", ["one", "two", "three"]),
    ],
)
def test_each_part_is_found_whatever_stands_between(text, parts):
    assert listed(text) == parts
