"""Walks a project as a worker does: opens every page that links lead to, fills in and sends every form."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.attacks.forms import Form, Page
from tests.attacks.scanner import marker

# What would end the walk or change who walks. Their pages are opened; their forms are not sent.
NOT_SENT = {
    "account_logout",
    "entrance:lock_session",
    "entrance:change_passphrase",
    "entrance:unlock_session",
    "staff:remove_worker",
    "staff:change_role",
    "staff:renew_envelopes",
    "staff:print_envelopes",
    "mfa_deactivate_totp",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}
MOST_OF_ONE = 2
MOST_STEPS = 260


@dataclass
class Walker:
    """One worker's walk. `planted` maps each marker to the page and field it was typed into."""

    client: Client
    planted: dict[str, tuple[str, str]] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    pages: list[bytes] = field(default_factory=list)

    def walk(self, *starts: str, most_steps: int = MOST_STEPS) -> None:
        """From these addresses on, as far as links and forms lead."""
        queue, met, steps = list(starts), set(starts), 0
        while queue and steps < most_steps:
            steps += 1
            address = queue.pop(0)
            name = view_of(address)
            if name is None or self.statuses[(name, 200)] >= MOST_OF_ONE:
                continue
            links, is_redirect = self._open(address)
            # A page that sent us elsewhere first may answer now.
            queue += [link for link in links if is_redirect or link not in met]
            met.update(links)

    def _open(self, address: str) -> tuple[list[str], bool]:
        response = self.client.get(address)
        found = self._note(address, response)
        if found is None:
            return self._redirected(address, response), True
        links = [_at(address, link) for link in found.links]
        for form in found.forms:
            links += self._send(address, form)
        return links, False

    def _send(self, address: str, form: Form) -> list[str]:
        target = _at(address, form.action or address)
        name = view_of(target)
        if form.method != "post" or name is None or name in NOT_SENT or self.sent[name] >= MOST_OF_ONE:
            return []
        self.sent[name] += 1
        response = self.client.post(target, form.filled(lambda into: self._plant(name, into)))
        found = self._note(target, response)
        return [_at(target, link) for link in found.links] if found else self._redirected(target, response)

    def _plant(self, name: str, into: str) -> str:
        word = marker()
        self.planted[word] = (name, into)
        return word

    def _note(self, address: str, response: Any) -> Page | None:
        self.statuses[(view_of(address) or "?", response.status_code)] += 1
        if response.status_code >= 300 and response.status_code < 400:
            return None
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.pages.append(body)
        return Page(body.decode(errors="replace")) if "html" in response.headers["Content-Type"] else None

    def _redirected(self, address: str, response: Any) -> list[str]:
        return [_at(address, response.headers["Location"])] if response.headers.get("Location") else []


def view_of(address: str) -> str | None:
    """The name of the page at an address; None for what is none of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def _at(base: str, link: str) -> str:
    parts = urlsplit(urljoin(base, link))
    return parts.path + (f"?{parts.query}" if parts.query else "")
