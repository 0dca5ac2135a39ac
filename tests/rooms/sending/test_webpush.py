"""Push messages, pinned to the examples of the standards."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.rooms.sending.making import AUTH, POINT, opened_by_browser
from yarrow.sending import webpush
from yarrow.sending.rules import from_base64url
from yarrow.sending.ways import public_point

# RFC 8291, section 5 and appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
OUR_POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
THEIR_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# RFC 8292, section 2.4.
TOKEN = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6"
    "Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA"
)
TOKEN_POINT = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"


def key(text):
    return ec.derive_private_key(int.from_bytes(from_base64url(text), "big"), ec.SECP256R1())


def checked(token, point):
    """The claims of a token that this key signed; raises for another's."""
    said, _dot, signature = token.rpartition(".")
    raw = from_base64url(signature)
    r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(point))
    theirs.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(hashes.SHA256()))
    return [json.loads(from_base64url(part)) for part in said.split(".")]


def test_body_is_that_of_rfc_8291():
    body = webpush.sealed(
        WORDS,
        from_base64url(THEIR_POINT),
        from_base64url(SECRET),
        private=key(OURS),
        salt=from_base64url(SALT),
    )
    assert webpush.base64url(body) == BODY


def test_public_point_is_that_of_rfc_8291():
    assert webpush.base64url(public_point(from_base64url(OURS))) == OUR_POINT


def test_token_of_rfc_8292_is_what_we_would_say():
    at = datetime.fromtimestamp(1453523768, UTC) - webpush.VALID
    private = key(OURS).private_numbers().private_value.to_bytes(32, "big")
    header = webpush.authorization(private, "https://push.example.net", "mailto:push@example.com", at)
    ours, _comma, point = header.removeprefix("vapid t=").partition(", k=")
    assert ours.rpartition(".")[0] == TOKEN.rpartition(".")[0]
    assert checked(ours, point) == checked(TOKEN, TOKEN_POINT)
    assert point == OUR_POINT


def test_token_twin_of_another_key_is_refused():
    with pytest.raises(InvalidSignature):
        checked(TOKEN, OUR_POINT)


@pytest.mark.parametrize("words", ["", "☀", "x" * 255, "x" * 256, "تحية " * 400, "ends with nothing\0"])
def test_browser_reads_what_was_sealed(words):
    body = webpush.sealed(words.encode(), POINT, AUTH, block=256)
    assert opened_by_browser(body) == words
    assert (len(body) - 86 - 16) % 256 == 0 and len(body) <= 4_096


def test_two_messages_share_nothing():
    one, two = (webpush.sealed(WORDS, POINT, AUTH) for _n in range(2))
    assert one[:16] != two[:16] and one[21:86] != two[21:86]


def test_a_point_that_is_none_is_a_value_error():
    with pytest.raises(ValueError, match="EC key"):
        webpush.sealed(WORDS, b"\x04" + bytes(64), AUTH)


def test_base64url_has_no_padding():
    assert (
        webpush.base64url(b"\xfb\xff") == "-_8" == base64.urlsafe_b64encode(b"\xfb\xff").decode().rstrip("=")
    )
