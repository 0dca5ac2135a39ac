"""Web push as browsers take it: the words sealed for one browser (RFC 8291, RFC 8188), and who sends (RFC 8292)."""

import base64
import json
import secrets
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4_096
# A push service takes none that is valid for longer than a day.
VALID = timedelta(hours=12)


def base64url(raw: bytes) -> str:
    """Without padding, as RFC 7515 has it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sealed(
    words: bytes,
    point: bytes,
    auth: bytes,
    *,
    block: int = 1,
    private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message, which only the browser with this point and secret opens.

    block            its length is padded to multiples of this
    private, salt    of this message alone; made anew unless a test names them

    ValueError for no point of the curve.
    """
    private = private or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(16)
    ours = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    secret = _hkdf(shared, auth, b"WebPush: info\0" + point + ours, 32)
    key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    # One record, the last: its padding begins with a two.
    padded = words + b"\x02" + bytes(-(len(words) + 1) % block)
    return head + AESGCM(key).encrypt(nonce, padded, None)


def authorization(private: bytes, origin: str, contact: str, at: datetime) -> str:
    """The header that says who sends: a token for one push service, signed (ES256), and the key to it."""
    key = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
    claims = {"aud": origin, "exp": int((at + VALID).timestamp()), "sub": contact}
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    signature = base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return f"vapid t={text}.{signature}, k={base64url(point)}"


def _hkdf(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=purpose).derive(secret)
