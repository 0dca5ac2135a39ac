"""What a browser seals opens here, in its place only; what a device signs is checked to the letter."""

import base64
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from yarrow.vault import intake
from yarrow.vault.errors import Tampered

# Made by WebCrypto (make_intake_vector.mjs), so that both sides of the format are pinned.
VECTOR = json.loads((Path(__file__).parent / "intake_vector.json").read_text(encoding="utf-8"))
PLACE = intake.place_of(UUID(VECTOR["project"]), "identity", UUID(VECTOR["entry"]))


@pytest.fixture
def points():
    return intake.new_points()


def test_open_envelope_reads_what_webcrypto_sealed():
    private = bytes.fromhex(VECTOR["private"])
    assert intake.open_envelope(private, VECTOR["envelope"].encode(), PLACE) == VECTOR["content"]


def test_is_signed_by_knows_what_webcrypto_signed():
    public, signature = (base64.b64decode(VECTOR[name]) for name in ("public", "signature"))
    message = VECTOR["message"].encode()
    assert intake.is_signed_by(public, signature, message)
    assert not intake.is_signed_by(public, signature, message + b"!")
    assert not intake.is_signed_by(public, signature[:-1], message)
    assert not intake.is_signed_by(public, bytes(64), message)
    assert not intake.is_signed_by(public[:-1], signature, message)
    assert not intake.is_signed_by(intake.new_points().public, signature, message)


@pytest.mark.parametrize("where", ["project", "compartment", "entry", "key"])
def test_envelope_opens_in_its_place_only(where):
    said = {"project": UUID(VECTOR["project"]), "compartment": "identity", "entry": UUID(VECTOR["entry"])}
    private = bytes.fromhex(VECTOR["private"]) if where != "key" else intake.new_points().private
    if where != "key":
        said[where] = "notes" if where == "compartment" else uuid4()
    with pytest.raises(Tampered):
        intake.open_envelope(private, VECTOR["envelope"].encode(), intake.place_of(*said.values()))


def changed(**parts):
    return json.dumps({**json.loads(VECTOR["envelope"]), **parts}).encode()


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"no envelope",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        changed(v=2),
        changed(key="not an id"),
        changed(key=None),
        changed(key=5),
        changed(key=["a"]),
        changed(key={"a": 1}),
        changed(epk="####"),
        changed(epk=base64.b64encode(b"\x04" + b"1" * 64).decode()),
        changed(epk=base64.b64encode(b"\x00").decode()),
        changed(iv=""),
        changed(ct=base64.b64encode(b"short").decode()),
        changed(ct="é"),
    ],
)
def test_hostile_envelope_is_tampered_whatever_it_is(envelope):
    with pytest.raises(Tampered):
        intake.open_envelope(bytes.fromhex(VECTOR["private"]), envelope, PLACE)


@pytest.mark.parametrize("envelope", [changed(key=5), changed(key=["a"]), b'{"v": 1, "key": 5}', b"[]", b"5"])
def test_key_id_of_what_names_no_key_is_tampered(envelope):
    with pytest.raises(Tampered):
        intake.key_id_of(envelope)


def test_seal_envelope_is_what_a_browser_makes(points):
    key_id = uuid4()
    envelope = intake.seal_envelope(points.public, key_id, {"text": "two women"}, PLACE)
    assert set(json.loads(envelope)) == set(json.loads(VECTOR["envelope"]))
    assert intake.key_id_of(envelope) == key_id
    assert intake.open_envelope(points.private, envelope, PLACE) == {"text": "two women"}


def test_points_hide_their_private_number(points):
    assert "private" not in repr(points) and intake.is_point(points.public)
