"""Writes down every secret that the code makes, so that a scan can look for the keys themselves."""

from typing import Any

from yarrow.vault import intake, sealing, stretching


def record(monkeypatch: Any) -> dict[bytes, str]:
    """{secret: what it is}, filled from now on."""
    seen: dict[bytes, str] = {}
    new_key, new_pair, new_points = sealing.new_key, sealing.new_pair, intake.new_points
    stretch = stretching.stretch

    def keep_key() -> bytes:
        made = new_key()
        seen[made] = "a subject key or a seal"
        return made

    def keep_pair() -> sealing.Pair:
        made = new_pair()
        seen[made.private] = "a private key of a holder, compartment or envelope"
        return made

    def keep_points() -> intake.Points:
        made = new_points()
        seen[made.private] = "a private intake number"
        return made

    def keep_stretched(*args: Any) -> stretching.Stretched:
        made = stretch(*args)
        seen[made.wrapping] = "a key stretched from a passphrase"
        return made

    monkeypatch.setattr(sealing, "new_key", keep_key)
    monkeypatch.setattr(sealing, "new_pair", keep_pair)
    monkeypatch.setattr(intake, "new_points", keep_points)
    monkeypatch.setattr(stretching, "stretch", keep_stretched)
    return seen


def forms_of(secret: bytes) -> list[bytes]:
    """How a key might lie on a disk."""
    import base64

    coded = [base64.b64encode(b"\0" * shift + secret)[4 if shift else 0 : -5] for shift in range(3)]
    urls = [each.replace(b"+", b"-").replace(b"/", b"_") for each in coded]
    hexed = secret.hex().encode()
    return [secret, secret[::-1], hexed, hexed.upper(), *coded, *urls]
