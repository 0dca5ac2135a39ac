"""Addresses that people write, and what they lead to, which is not trusted.

A host's addresses are looked up once, each must be on the open internet, and the connection goes to the very address
that was looked at.
"""

import ipaddress
import socket
import ssl
from http.client import HTTPSConnection

# What stands for an address of IPv4, a network's own included (RFC 4291, RFC 6052, RFC 8215).
TRANSLATED = tuple(ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48"))


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError or UnicodeError where there is no such host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def are_public(addresses: list[str]) -> bool:
    """Whether there are some, and all of them are on the open internet."""
    return bool(addresses) and all(is_public(one) for one in addresses)


def is_public(said: str) -> bool:
    """On the open internet, and not a way through to an address of IPv4 that is not."""
    address = ipaddress.ip_address(said.partition("%")[0])
    if any(address in network for network in TRANSLATED):
        return False
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return inner.is_global and not inner.is_multicast and address.is_global


class Pinned(HTTPSConnection):
    """A connection to an address that was looked at, under the host's own name and certificate."""

    def __init__(self, host: str, port: int, address: str, patience: float) -> None:
        self.secure = ssl.create_default_context()
        super().__init__(host, port, timeout=patience, context=self.secure)
        self.address = address

    def connect(self) -> None:
        """To the address, not to the name once more: it could lead elsewhere by now."""
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.secure.wrap_socket(plain, server_hostname=self.host)
