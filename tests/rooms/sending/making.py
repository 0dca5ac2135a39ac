"""Invented messages."""

import json
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yarrow.sending.actions import ToSend
from yarrow.sending.webpush import base64url

BROWSER = ec.generate_private_key(ec.SECP256R1())
POINT = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
AUTH = b"sixteen letters!"


def subscription(address="https://push.example/abc"):
    """What a browser gives."""
    return json.dumps(
        {"endpoint": address, "keys": {"p256dh": base64url(POINT), "auth": base64url(AUTH)}}
    )


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
