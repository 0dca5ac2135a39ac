"""The web server: gunicorn with synchronous workers (measured: threads and SQLite's one writer don't mix)."""

import gc
import socket
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from gunicorn import systemd
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from yarrow.methods.refusals import Fault
from yarrow.vault.quiet import QuietHandler

TRIED_PORTS = 20
# Python's own is (700, 10, 10), which is many times a page.
COLLECT_AFTER = (50_000, 20, 20)


class PortTaken(Fault):
    """Nobody can listen at the port asked for, nor at those after it."""


def addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    """Every address that `host` means here; a browser asked for localhost tries ::1 first."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, str(place[0])) for family, _, _, _, place in found))


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens at this port, on any address of `host`."""
    for family, address in addresses(host):
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((address, port))
            except OSError:
                return False
    return True


def next_free_port(host: str, first: int) -> int:
    """`first`, or the next port after it that nobody uses; PortTaken when there is none near."""
    for port in range(first, first + TRIED_PORTS):
        if is_free(host, port):
            return port
    raise PortTaken(f"Ports {first} to {first + TRIED_PORTS - 1} are all taken. Choose another with --port.")


class QuietLogger(Logger):
    """gunicorn's own log, through our handler: its lines quote the address of who asked, and what they asked for."""

    def setup(self, cfg: Any) -> None:
        """Everything as gunicorn does it, but for where it goes."""
        super().setup(cfg)
        self.error_log.handlers = [QuietHandler(style=settings.LOG)]
        self.error_log.propagate = False

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A request that makes no sense is counted, not quoted."""
        makes_none = msg.startswith("Invalid request")
        super().warning("a request that makes no sense" if makes_none else msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Where it broke; not at which address."""
        if str(msg).startswith("Error handling request"):
            msg, args = "a request broke outside the application", ()
        super().exception(msg, *args, **kwargs)


class Server(BaseApplication):
    """gunicorn around one WSGI application, with settings given as a dict."""

    def __init__(self, application: WSGIHandler, settings: dict[str, Any]) -> None:
        self.application = application
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take over the settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application each worker runs."""
        return self.application


def has_sockets() -> bool:
    """Whether systemd started this process with sockets that it keeps (LISTEN_FDS)."""
    return bool(systemd.listen_fds(unset_environment=False))


def settings_for(host: str, port: int, workers: int) -> dict[str, Any]:
    """gunicorn's settings for a server that listens by itself."""
    bound = [f"[{place}]:{port}" if ":" in place else f"{place}:{port}" for _, place in addresses(host)]
    return {**served_by(workers), "bind": bound}


def _set_apart(_server: Any) -> None:
    """What every process shares is never garbage: the collector need not look at it, nor its pages be copied."""
    gc.collect()
    gc.freeze()


def _collect_rarely(_server: Any, _worker: Any) -> None:
    """A page makes thousands of short-lived objects, which go by themselves: look for rings of them less often."""
    gc.set_threshold(*COLLECT_AFTER)


def served_by(workers: int) -> dict[str, Any]:
    """gunicorn's settings but for where it listens. No access log: an address holds the id of a person."""
    return {
        "workers": workers,
        "worker_class": "sync",
        "timeout": 120,
        "graceful_timeout": 30,
        "max_requests": 2000,
        "max_requests_jitter": 200,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "logger_class": QuietLogger,
        "control_socket_disable": True,
        "when_ready": _set_apart,
        "post_fork": _collect_rarely,
    }
