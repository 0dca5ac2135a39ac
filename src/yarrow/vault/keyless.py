"""A process that carries out jobs gives up, as it starts and for good, that anybody's key could be opened in it."""

from yarrow.methods.refusals import Fault

_given_up: list[bool] = []


class NoKeyHere(Fault):
    """Something asked for an open key in a process of jobs."""


def give_up_keys() -> None:
    """From now on no key opens in this process, nor in its forks."""
    _given_up.append(True)


def check() -> None:
    """Raises NoKeyHere in a process that gave keys up."""
    if _given_up:
        raise NoKeyHere("no key is opened in a process that carries out jobs")
