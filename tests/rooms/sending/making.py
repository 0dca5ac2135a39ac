"""Invented messages."""

import hmac
import json
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from yarrow.sending import actions, queries, sender
from yarrow.sending.actions import ToSend
from yarrow.sending.models import Message
from yarrow.sending.webpush import base64url

BROWSER = ec.generate_private_key(ec.SECP256R1())
POINT = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
AUTH = b"sixteen letters!"


def subscription(address="https://push.example/abc"):
    """What a browser gives."""
    return json.dumps({"endpoint": address, "keys": {"p256dh": base64url(POINT), "auth": base64url(AUTH)}})


SUBSCRIPTION = subscription()


def sms(endpoint="+447700900123", words="Water the plants", **more):
    return ToSend(**{"reference": uuid4(), "channel": "sms", "endpoint": endpoint, "words": words, **more})


def email(endpoint="rosa@post.example", words="Water the plants", subject="Garden", **more):
    return ToSend(
        **{"reference": uuid4(), "channel": "email", "endpoint": endpoint, "words": words}
        | {"subject": subject, **more}
    )


def push(endpoint=SUBSCRIPTION, words="Water the plants", **more):
    return ToSend(**{"reference": uuid4(), "channel": "push", "endpoint": endpoint, "words": words, **more})


def now():
    return timezone.now()


def arm(world, *messages, at=None):
    return actions.arm(messages=messages, project=world.project, by=world.worker("outreach"), at=at or now())


def told(world, one):
    """(state, code) of a message."""
    found = queries.states(world.project, [one.reference])[one.reference]
    return found.state, found.code


def opened_by_browser(body):
    """What the browser reads in a push message (RFC 8291, written anew)."""
    salt, size = body[:16], body[20]
    theirs, sealed = body[21 : 21 + size], body[21 + size :]
    shared = BROWSER.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    secret = hkdf(AUTH, shared, b"WebPush: info\0" + POINT + theirs, 32)
    key = hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
    return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1].decode()


def hkdf(salt, secret, purpose, length):
    """HKDF-SHA256 of one block, by hand (RFC 5869)."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")[:length]


class Untold:
    """Nobody says to stop."""

    def look(self, seconds=0.0):
        return False


def send():
    """What is due leaves; how many were handed over."""
    return sender.send(Untold(), once=True)


def row():
    """The one message that there is."""
    return Message.objects.get()


def again_now():
    """Whatever waits is due."""
    Message.objects.filter(state="armed").update(due_at=now())
