"""The cryptographic pieces: what goes in comes out in its place, and nowhere else."""

import json
import os

import pytest
from hypothesis import given, settings, strategies
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from yarrow.methods.refusals import Fault
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered

values = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats(allow_nan=False, allow_infinity=False)
    | strategies.text(strategies.characters(exclude_categories=["Cs"])),
    lambda inner: (
        strategies.lists(inner) | strategies.dictionaries(strategies.text("abcé", max_size=4), inner)
    ),
    max_leaves=12,
)
parts = strategies.lists(strategies.text(max_size=6), min_size=1, max_size=4)


@given(values)
def test_pack_gives_the_value_back(value):
    assert sealing.unpack(sealing.pack(value)) == value


@given(strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=900))
def test_pack_says_little_of_the_length(text):
    size, raw = len(sealing.pack(text)), len(json.dumps(text, ensure_ascii=False).encode())
    assert size > raw
    assert size % (sealing.SMALL_BLOCK if raw < 192 else sealing.LARGE_BLOCK) == 0


@given(strategies.binary(max_size=300) | strategies.just(b"\x80\x00") | strategies.just(b"[1]\x80\x00\x00"))
def test_pack_file_gives_the_bytes_back_whatever_they_end_with(content):
    packed = sealing.pack_file(content)
    assert sealing.unpack(packed) == content and len(packed) == sealing.FILE_BLOCK


def test_pack_file_says_little_of_the_length():
    sizes = {len(sealing.pack_file(bytes(n))) for n in range(16_000, 33_000, 97)}
    assert sizes == {sealing.FILE_BLOCK, 2 * sealing.FILE_BLOCK, 3 * sealing.FILE_BLOCK}


def test_pack_hides_whether_a_name_is_short_or_long():
    assert len({len(sealing.pack(name)) for name in ("", "Al", "Kim", "Anastasia Wolkonskaja")}) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", object()])
def test_pack_of_what_is_not_json_is_a_fault_without_the_value(value):
    with pytest.raises(Fault, match=r"^a value to be sealed is not JSON$"):
        sealing.pack(value)


def test_pack_of_half_a_character_keeps_the_rest():
    assert sealing.unpack(sealing.pack("Kim \ud83d!")) == "Kim ?!"


def test_pack_of_a_bottomless_list_is_a_fault():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Fault):
        sealing.pack(deep)


@pytest.mark.parametrize("body", [b"", b"\x00" * 64, b"Kim", b"{not json\x80", b"[" * 100_000 + b"\x80\x00"])
def test_unpack_of_what_was_never_packed_is_tampered_and_says_nothing(body):
    with pytest.raises(Tampered) as raised:
        sealing.unpack(body)
    assert raised.value.__cause__ is None and "Kim" not in str(raised.value)


@given(plain=strategies.binary(max_size=300), place=strategies.binary(max_size=80))
@settings(max_examples=50)
def test_seal_opens_in_its_place_only(plain, place):
    key = sealing.new_key()
    sealed = sealing.seal(key, plain, place)
    assert sealing.open_sealed(key, sealed, place) == plain
    for wrong_key, wrong_place in ((sealing.new_key(), place), (key, place + b"x")):
        with pytest.raises(Tampered):
            sealing.open_sealed(wrong_key, sealed, wrong_place)


def test_seal_is_the_published_construction():
    """Format byte, 24-byte nonce, XChaCha20-Poly1305 of libsodium: a reader in any language can open it."""
    key = sealing.new_key()
    sealed = sealing.seal(key, b"Kim", b"place")
    nonce, body = sealed[1:25], sealed[25:]
    assert sealed[:1] == b"\x01" and len(body) == 3 + 16
    assert crypto_aead_xchacha20poly1305_ietf_decrypt(body, b"place", nonce, key) == b"Kim"


def test_seal_never_repeats_a_nonce():
    key = sealing.new_key()
    assert len({sealing.seal(key, b"", b"")[1:25] for _ in range(2_000)}) == 2_000


@given(strategies.integers(0, 60), strategies.integers(1, 255))
@settings(max_examples=60)
def test_open_sealed_notices_every_changed_byte(at, flip):
    key = b"k" * 32
    sealed = bytearray(sealing.seal(key, b"twenty bytes of text", b"place"))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(Tampered):
        sealing.open_sealed(key, bytes(sealed), b"place")


@pytest.mark.parametrize("end", range(0, 60, 3))
def test_open_sealed_notices_every_cut(end):
    sealed = sealing.seal(b"k" * 32, b"twenty bytes of text", b"place")
    with pytest.raises(Tampered):
        sealing.open_sealed(b"k" * 32, sealed[:end], b"place")


@given(parts, parts)
def test_places_never_run_together(one, other):
    assert (sealing.bound_to(*one) == sealing.bound_to(*other)) == (one == other)


def test_seal_to_opens_for_the_pair_only():
    pair, other = sealing.new_pair(), sealing.new_pair()
    sealed = sealing.seal_to(pair.public, b"Kim")
    assert sealing.open_with(pair.private, sealed) == b"Kim"
    assert sealing.seal_to(pair.public, b"Kim") != sealed
    for private, blob in ((other.private, sealed), (pair.private, sealed[:-1]), (pair.private, b"")):
        with pytest.raises(Tampered):
            sealing.open_with(private, blob)


def test_pair_does_not_show_its_private_half():
    pair = sealing.new_pair()
    assert "private" not in repr(pair) and sealing.public_of(pair.private) == pair.public


def test_derive_is_hkdf_sha256_and_apart_for_each_purpose():
    """RFC 5869, test case 3: no salt, no info, 22 bytes of 0x0b."""
    expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert sealing.derive(bytes.fromhex("0b" * 22), "").hex() == expected
    secret = os.urandom(32)
    assert sealing.derive(secret, "one") != sealing.derive(secret, "other")
