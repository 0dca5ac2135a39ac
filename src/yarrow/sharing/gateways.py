"""Grounds that the law gives for a share without consent: the list of `gateways.json`, read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Gateway:
    """One ground. `law`: where the law says so."""

    code: str
    label: str
    words: str
    law: tuple[str, ...]

    @property
    def name(self) -> str:
        return gettext(self.label)

    @property
    def in_words(self) -> str:
        return gettext(self.words)

    @property
    def where(self) -> str:
        """Where the law says so."""
        return " · ".join(self.law)


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        Path(__file__).with_name("gateways.json").read_text(encoding="utf-8")
    )
    return content


@cache
def gateways() -> tuple[Gateway, ...]:
    """Every ground, in the order in which it is shown."""
    return tuple(Gateway(**{**one, "law": tuple(one["law"])}) for one in _file()["gateways"])


def codes() -> frozenset[str]:
    """Every code of the list."""
    return frozenset(one.code for one in gateways())


def label(code: str) -> str:
    """The words for a code; the code itself where the list no longer has it."""
    return next((one.name for one in gateways() if one.code == code), code)


def law(code: str) -> str:
    """Where the law says so."""
    return next((one.where for one in gateways() if one.code == code), "")


def check() -> str:
    """What to do before relying on one."""
    return gettext(_file()["check"])
