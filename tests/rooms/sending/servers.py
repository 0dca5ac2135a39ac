"""Servers of this machine that speak SMTP and HTTP, and keep what they were given."""

import socketserver
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any


class Quiet:
    """Whoever is killed in the middle of a word is no news."""

    allow_reuse_address, daemon_threads, request_queue_size = True, True, 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[misc]


class Threaded(Quiet, socketserver.ThreadingTCPServer):
    """For SMTP."""


@dataclass
class MailServer:
    """What it was given, whom it greeted, and what it says: `says(command, argument)`, None for a plain yes."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    n_lines: int = 0
    seconds: float = 0.0
    # With it STARTTLS and accounts are offered.
    context: Any = None
    says: Callable[[str, str], str | None] = lambda command, argument: None

    def read(self) -> list[Any]:
        """The e-mails, as a program reads them."""
        return [message_from_bytes(text, policy=policy.default) for _to, text in self.mails]

    @property
    def to(self) -> list[str]:
        return [to for to, _text in self.mails]


YES = {"QUIT": "221 bye", "AUTH": "235 you are"}


class Gone(Exception):
    """The server hangs up."""


class Smtp(socketserver.StreamRequestHandler):
    """One connection of SMTP."""

    # Answers go out at once.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.kept: MailServer = self.server.kept  # type: ignore[attr-defined]
        self.kept.n_lines += 1
        self.to = ""
        try:
            self.say(self.answer("CONNECT", "") or "220 here")
            while line := self.rfile.readline():
                if not self.one(line.decode().rstrip("\r\n")):
                    return
        except (Gone, ConnectionError):
            return

    def answer(self, command: str, argument: str) -> str | None:
        said = self.kept.says(command, argument)
        if said == "hang up":
            raise Gone
        return said

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def finish(self) -> None:
        super().finish()
        # Under TLS it is another one than the server closes.
        self.connection.close()

    def one(self, line: str) -> bool:
        command, _space, argument = line.partition(" ")
        command = command.upper()
        self.kept.commands.append(line)
        if command == "DATA":
            self.data()
            return True
        if command == "EHLO" and self.kept.context is not None:
            self.say("250-here\r\n250-AUTH PLAIN\r\n250 STARTTLS")
            return True
        if command == "STARTTLS":
            self.say("220 go on")
            self.connection = self.kept.context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            return True
        if command == "RCPT":
            self.to = argument.partition("<")[2].rstrip(">")
        self.say(self.answer(command, argument) or (YES.get(command, "250 yes")))
        return command != "QUIT"

    def data(self) -> None:
        said = self.answer("DATA", self.to)
        self.say(said or "354 go on")
        if said:
            return
        text = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line[1:] if line.startswith(b"..") else line
        time.sleep(self.kept.seconds)
        said = self.answer("TEXT", self.to)
        if not said:
            self.kept.mails.append((self.to, text))
        after = self.answer("AFTER", self.to)
        self.say(said or after or "250 taken")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One on a port of its own."""
    with Threaded(("127.0.0.1", 0), Smtp) as server:
        kept = MailServer(port=server.server_address[1])
        server.kept = kept  # type: ignore[attr-defined]
        yield from _served(server, kept)


@dataclass
class WebServer:
    """The requests it took, as (path, headers, body), and what it says: `says(request)`, a status or (status, body)."""

    port: int = 0
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    # What it was given by the number or topic that makes a repeat the same.
    once: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    # Seconds between the letters of an answer that does not end.
    drips: float = 0.0
    lock: Any = field(default_factory=Lock)
    n_lines: int = 0
    says: Callable[[Any], Any] = lambda request: 201


class Web(BaseHTTPRequestHandler):
    """One connection of HTTP, kept open."""

    protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

    def setup(self) -> None:
        super().setup()
        self.server.kept.n_lines += 1  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        kept: WebServer = self.server.kept  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = (self.path, dict(self.headers), body)
        time.sleep(kept.seconds)
        said = kept.says(request)
        status, text = said if isinstance(said, tuple) else (said, b"[]")
        with kept.lock:
            kept.requests.append(request)
            if status and status < 300:
                kept.once[self.headers.get("Topic") or self.path.rpartition("=")[2]] = body
        if status == 0:
            self.close_connection = True
            return
        while kept.drips:
            self.wfile.write(b"H")
            time.sleep(kept.drips)
        self.send_response(status)
        for name, value in getattr(kept, "headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: Any) -> None:
        pass


class Http(Quiet, ThreadingHTTPServer):
    """For HTTP."""


@contextmanager
def web_server() -> Iterator[WebServer]:
    """One on a port of its own."""
    with Http(("127.0.0.1", 0), Web) as server:
        kept = WebServer(port=server.server_port)
        server.kept = kept  # type: ignore[attr-defined]
        yield from _served(server, kept)


def _served(server: Any, kept: Any) -> Iterator[Any]:
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
