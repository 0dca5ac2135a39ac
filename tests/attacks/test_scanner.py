"""The scanner finds what it should: a scanner that finds nothing proves nothing."""

import base64
import gzip
import json
import os
import random
import re
import zlib
from urllib.parse import quote

import pytest
from django.core import signing
from hypothesis import given, settings, strategies

from tests.attacks import scanner

WORD = "Zoë-Märgold7x"
HIDDEN = {
    "plain": lambda text: text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "big utf-16": lambda text: text.encode("utf-16-be"),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "lower": lambda text: text.lower().encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "percent": lambda text: quote(text).encode(),
    "zlib": lambda text: zlib.compress(b"before " * 9 + text.encode()),
    "zlib, best": lambda text: zlib.compress(b"before " * 9 + text.encode(), 9),
    "zlib, fast": lambda text: zlib.compress(text.encode(), 1),
    "gzip": lambda text: gzip.compress(text.encode()),
    "deflate": lambda text: zlib.compress(text.encode())[2:-4],
    "base64 of zlib": lambda text: base64.b64encode(zlib.compress(b"abc" + text.encode())),
    "a session": lambda text: signing.dumps({"called": text * 40}, compress=True).encode(),
    "a signed value": lambda text: signing.dumps({"called": text}).encode(),
    "gzip in base64 in gzip": lambda text: gzip.compress(base64.b64encode(gzip.compress(text.encode()))),
    "backwards": lambda text: text.encode()[::-1],
}


@pytest.mark.parametrize("disguise", HIDDEN)
def test_scanner_finds_every_disguise_amid_noise(disguise):
    lone = disguise == "deflate"
    noise = b"" if lone else os.urandom(300)
    blob = noise + HIDDEN[disguise](WORD) + b"\x00" + noise
    assert {hit.marker for hit in scanner.scan_bytes(blob, [WORD, "absentword"])} == {WORD}


@given(before=strategies.binary(max_size=7), after=strategies.binary(max_size=7))
@settings(max_examples=60, deadline=None)
def test_scanner_finds_base64_at_each_alignment(before, after):
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        blob = encode(before + WORD.encode() + after)
        assert scanner.scan_bytes(blob, [WORD])


def test_scanner_finds_nothing_in_noise():
    assert scanner.scan_bytes(os.urandom(200_000), [scanner.marker() for _ in range(20)]) == []


def test_scanner_reads_files_and_their_names(tmp_path):
    word = scanner.marker()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / f"{word}.txt").write_bytes(b"")
    (tmp_path / "held").write_bytes(word.encode("utf-16"))
    hits = scanner.scan_files(scanner.files_under(tmp_path), [word])
    assert {hit.place.rsplit("/", 1)[-1] for hit in hits} == {f"{word}.txt", "held"}


FORMS = strategies.sets(
    strategies.binary(min_size=1, max_size=4) | strategies.sampled_from([b"a.", b"ab", b"abc", b"(", b"\n"]),
    max_size=12,
)


@given(FORMS, strategies.binary(max_size=40) | strategies.text("abc.(\n", max_size=40).map(str.encode))
def test_pattern_of_many_forms_begins_wherever_one_of_them_stands(forms, blob):
    pattern = re.compile(scanner._any_of(forms))
    begins = {place for place in range(len(blob)) if any(blob.startswith(form, place) for form in forms)}
    assert {place for place in range(len(blob)) if pattern.match(blob, place)} == begins


def test_words_of_many_beginnings_are_each_found_in_a_disk_full_of_chance():
    words = [scanner.marker(stem) for stem in ("Ash", "Asp", "aspen", "Oak", "ö-elm", "9th", "a.b", "[x")]
    noise = random.Random(4).randbytes(60_000)
    for word in words:
        dressed = [form for forms in scanner.disguises(word).values() for form in forms]
        for form in dressed:
            assert word in {hit.marker for hit in scanner.scan_bytes(noise + form + noise, words)}, form
    assert scanner.scan_bytes(noise, words) == [] and scanner.scan_bytes(noise, []) == []
