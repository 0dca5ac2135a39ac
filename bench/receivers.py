"""For `bench/sending.py`: servers that take e-mails, SMS and push messages, and senders, in processes of their own."""

import multiprocessing
from collections import Counter
from http.client import HTTPConnection
from typing import Any

FORK = multiprocessing.get_context("fork")


class Servers:
    """The three servers, in a process of their own."""

    def __init__(self, seconds: float) -> None:
        self.ours, theirs = FORK.Pipe()
        self.process = FORK.Process(target=_serve, args=(theirs, seconds), daemon=True)
        self.process.start()
        self.mail, self.texts, self.pushes = self.ours.recv()

    def got(self) -> dict[str, Counter[str]]:
        """What each was given since it was asked last, by address, number or topic, and how often."""
        self.ours.send("what")
        return dict(self.ours.recv())

    def end(self) -> None:
        """No more of them."""
        self.process.terminate()
        self.process.join()


def _serve(pipe: Any, seconds: float) -> None:
    from tests.rooms.sending.servers import mail_server, web_server

    with mail_server() as mails, web_server() as texts, web_server() as pushes:
        for server in (mails, texts, pushes):
            server.seconds = seconds
        pipe.send((mails.port, texts.port, pushes.port))
        while pipe.recv():
            given = {
                "email": Counter(mails.to),
                "sms": Counter(path for path, _headers, _body in texts.requests),
                "push": Counter(headers["Topic"] for _path, headers, _body in pushes.requests),
            }
            for kept in (mails.mails, texts.requests, pushes.requests):
                kept.clear()
            pipe.send(given)


def reach(servers: Servers) -> None:
    """Every way leads to the servers of this machine."""
    from django.conf import settings

    from yarrow.methods import internet

    settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_SECURITY = "127.0.0.1", servers.mail, "none"
    settings.MAIL_FROM, settings.PUSH_CONTACT = "news@garden.example", "mailto:post@garden.example"
    settings.SMS_URL = f"http://127.0.0.1:{servers.texts}/v1"
    settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "ours", "secret"
    internet.look_up = lambda host, port: ["127.0.0.1"]
    internet.are_public = lambda addresses: True
    internet.Pinned = lambda host, port, to, patience: HTTPConnection(to, servers.pushes, timeout=patience)  # type: ignore


def a_sender() -> Any:
    """One in a process of its own, until nothing is due."""
    from django.db import connection

    from yarrow.sending import sender
    from yarrow.vault import working

    def run() -> None:
        sender.send(working.only_work_here(), once=True)

    connection.close()
    process = FORK.Process(target=run)
    process.start()
    return process
