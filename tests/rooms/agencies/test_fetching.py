"""Fetching a feed: pages and details within limits, and never an address inside this network."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.rooms.agencies.directories import page, service, slim
from yarrow.agencies import fetching
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.fetching import Limits, Reader
from yarrow.methods import internet

OPEN = "93.184.216.34"
FEED = "https://feed.example/api"
INSIDE = [
    *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
    *("::1", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.8", "::ffff:169.254.169.254", "2002:0a00:0001::1"),
    *("64:ff9b::10.0.0.8", "64:ff9b:1::7f00:1", "2001:0:0a00:1::1", "::10.0.0.8"),
    *("224.0.0.1", "ff02::1", "255.255.255.255"),
]


class Net:
    """A network in memory: answers by path, names by host; it remembers what was asked of which address."""

    def __init__(self, answers, names=None):
        self.answers, self.names, self.asked = answers, names or {}, []

    def resolve(self, host, port):
        return self.names.get(host, [OPEN])

    def connect(self, host, port, address, patience):
        return Line(self, host, port, address)

    def reader(self, **limits):
        return Reader(Limits(**limits), self.resolve, self.connect)


class Line:
    """One connection, and its answer."""

    def __init__(self, net, host, port, address):
        self.net, self.host, self.port, self.address = net, host, port, address

    def request(self, method, path, headers):
        self.net.asked.append((self.host, self.port, self.address, path))
        said = self.net.answers(path) if callable(self.net.answers) else self.net.answers[path]
        self.status, self.leads, body = said if isinstance(said, tuple) else (200, None, said)
        self.left = body if isinstance(body, bytes) else json.dumps(body).encode()

    def getresponse(self):
        return self

    def getheader(self, name):
        return self.leads

    def read1(self, n):
        part, self.left = self.left[:n], self.left[n:]
        return part

    def close(self):
        pass


def rows(n):
    return [service(f"Service {k}") for k in range(n)]


def paged(pages):
    """A feed in pages of whole services."""

    def answer(path):
        number = int(parse_qs(urlsplit(path).query)["page"][0])
        return page(pages[number - 1], number, len(pages))

    return answer


def code_of(act) -> str:
    with pytest.raises(FeedFailed) as failed:
        act()
    return failed.value.code


def test_every_page_is_read_and_no_more():
    net = Net(paged([rows(4)[:2], rows(4)[2:]]))
    found = net.reader().fetch(FEED)
    assert (found.rows, found.is_whole) == (rows(4), True)
    assert [path for *_, path in net.asked] == [
        f"/api/services?page={n}&per_page={fetching.PER_PAGE}" for n in (1, 2)
    ]


def test_a_list_that_says_less_is_filled_from_the_service_itself():
    whole = rows(2)
    by_path = {f"/api/services/{row['id']}": row for row in whole}
    net = Net(lambda path: by_path.get(path) or page([slim(row) for row in whole]))
    assert net.reader().fetch(f"{FEED}/services/").rows == whole
    assert len(net.asked) == 3


def test_a_service_whose_own_page_is_missing_or_another_is_taken_as_listed():
    row, other = slim(service("A")), slim(service("B"))
    answers = {f"/api/services/{row['id']}": (404, None, b""), f"/api/services/{other['id']}": service("A")}
    net = Net(lambda path: answers.get(path, page([row, other])))
    assert net.reader().fetch(FEED).rows == [row, other]


def test_an_address_keeps_what_it_asks_for():
    net = Net(lambda path: page(rows(1)))
    net.reader().fetch(f"{FEED}?area=docks")
    assert net.asked[0][3] == f"/api/services?area=docks&page=1&per_page={fetching.PER_PAGE}"


def test_a_feed_that_knows_no_pages_is_read_once():
    same = {**page(rows(3)), "last_page": False, "total_items": 3, "total_pages": 9}
    found = Net(lambda path: same).reader().fetch(FEED)
    assert (found.rows, found.is_whole) == (rows(3), True)
    found = Net(lambda path: {**same, "total_items": 50}).reader().fetch(FEED)
    assert (found.rows, found.is_whole) == (rows(3), False)


def test_a_page_without_services_ends_it():
    pages = {1: page(rows(2), 1, 9), 2: page([], 2, 9)}
    net = Net(lambda path: pages[int(parse_qs(urlsplit(path).query)["page"][0])])
    found = net.reader().fetch(FEED)
    assert (found.rows, found.is_whole, len(net.asked)) == (rows(2), False, 2)
    assert Net(lambda path: page([])).reader().fetch(FEED) == fetching.Fetched([], True)


def test_a_feed_without_end_ends_at_a_number_of_services():
    def endless(path):
        number = int(parse_qs(urlsplit(path).query)["page"][0])
        return {"contents": [service(f"{number} {k}") for k in range(5)], "last_page": False}

    assert code_of(lambda: Net(endless).reader(services=40).fetch(FEED)) == "too_big"


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_this_network_is_not_asked(address):
    net = Net({}, {"feed.example": [OPEN, address]})
    assert code_of(lambda: net.reader().fetch(FEED)) == "inside"
    assert net.asked == []


@pytest.mark.parametrize(
    "leads",
    ["https://inner.example/", "https://169.254.169.254/latest/", "https://[::1]/", "https://10.0.0.8/"],
)
def test_a_redirect_inside_this_network_is_not_followed(leads):
    names = {"inner.example": ["10.0.0.8"], "169.254.169.254": ["169.254.169.254"]}
    net = Net(lambda path: (302, leads, b""), {**names, "::1": ["::1"], "10.0.0.8": ["10.0.0.8"]})
    assert code_of(lambda: net.reader().fetch(FEED)) == "inside"
    assert len(net.asked) == 1


def test_a_redirect_elsewhere_is_looked_at_and_followed():
    def answer(path):
        return (
            (301, "https://new.example/v3/services?page=1", b"") if path.startswith("/api") else page(rows(1))
        )

    net = Net(answer, {"new.example": ["1.1.1.1"]})
    assert net.reader().fetch(FEED).rows == rows(1)
    assert net.asked[1] == ("new.example", 443, "1.1.1.1", "/v3/services?page=1")


def test_a_redirect_in_a_circle_ends():
    net = Net(lambda path: (307, path, b""))
    assert code_of(lambda: net.reader().fetch(FEED)) == "too_far"
    assert len(net.asked) == fetching.REDIRECTS + 1


@pytest.mark.parametrize("leads", ["http://feed.example/", "file:///etc/passwd", "https://a:b@feed.example/"])
def test_a_redirect_to_anything_but_https_is_not_followed(leads):
    net = Net(lambda path: (302, leads, b""))
    assert code_of(lambda: net.reader().fetch(FEED)) == "not_https"


@pytest.mark.parametrize(
    "address", ["http://feed.example", "ftp://feed.example", "feed.example", "https://", ""]
)
def test_an_address_that_is_not_https_is_not_asked(address):
    net = Net({})
    assert code_of(lambda: net.reader().fetch(address)) == "not_https"
    assert net.asked == []


def test_answers_end_at_a_size_one_and_all_together():
    big = page([service("A", description="x" * 9_000)])
    assert code_of(lambda: Net(lambda path: big).reader(one=8_000).fetch(FEED)) == "too_big"
    pages = [[service(f"{k}", description="x" * 5_000)] for k in range(4)]
    assert len(Net(paged(pages)).reader(all=60_000).fetch(FEED).rows) == 4
    assert code_of(lambda: Net(paged(pages)).reader(all=15_000).fetch(FEED)) == "too_big"


def test_the_whole_ends_at_a_time(monkeypatch):
    clock = iter(range(0, 10_000, 400))
    monkeypatch.setattr(fetching, "monotonic", lambda: next(clock))
    net = Net(paged([rows(1), rows(2), rows(3), rows(4)]))
    assert code_of(lambda: net.reader(seconds=1_800).fetch(FEED)) == "too_slow"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ((500, None, b""), "refused"),
        (b"<html>", "not_json"),
        ({"error": "no"}, "not_hsds"),
        ((302, None, b""), "refused"),
    ],
)
def test_what_is_no_feed_says_why(said, code):
    assert code_of(lambda: Net(lambda path: said).reader().fetch(FEED)) == code


def test_a_line_that_breaks_is_no_answer():
    def broken(path):
        raise TimeoutError

    assert code_of(lambda: Net(broken).reader().fetch(FEED)) == "no_answer"


def test_a_name_is_looked_up_once_and_the_line_goes_to_that_address():
    names = iter([[OPEN], ["127.0.0.1"]])
    net = Net(paged([rows(1)]))
    net.resolve = lambda host, port: next(names)
    net.reader().fetch(FEED)
    assert [address for _, _, address, _ in net.asked] == [OPEN]


def test_a_real_line_goes_to_the_address_under_the_name(monkeypatch):
    """What stands between a name that changes its mind and us: the socket opens to what was looked at."""
    seen = {}
    monkeypatch.setattr(internet.socket, "create_connection", lambda to, patience: seen.setdefault("to", to))
    line = internet.Pinned("feed.example", 8443, OPEN, 5)
    monkeypatch.setattr(
        line, "secure", type("Context", (), {"wrap_socket": lambda _, s, server_hostname: server_hostname})()
    )
    line.connect()
    assert (seen["to"], line.sock) == ((OPEN, 8443), "feed.example")
    assert internet.ssl.create_default_context().check_hostname


class Council(BaseHTTPRequestHandler):
    """A feed on a real server."""

    def do_GET(self):
        body = json.dumps(page(rows(3))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def certificate(folder, name):
    """One that a name signed for itself, and its key, in a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / f"{name}.pem"
    file.write_bytes(private + made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(("name", "is_theirs"), [("feed.example", True), ("other.example", False)])
def test_a_real_server_is_read_under_its_own_name_alone(tmp_path, monkeypatch, name, is_theirs):
    file = certificate(tmp_path, name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    known = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr(internet.ssl, "create_default_context", lambda: known)
    # What is tried here is the line itself; that an address inside is refused is tried above.
    monkeypatch.setattr(fetching, "check_public", lambda addresses: addresses[0])
    reader = Reader(resolve=lambda host, port: ["127.0.0.1"])
    address = f"https://feed.example:{server.server_port}/api"
    try:
        if is_theirs:
            assert reader.fetch(address).rows == rows(3)
        else:
            assert code_of(lambda: reader.fetch(address)) == "no_answer"
    finally:
        server.shutdown()
        server.server_close()


def test_a_name_that_nobody_has_is_no_answer(monkeypatch):
    def nobody(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(internet.socket, "getaddrinfo", nobody)
    assert code_of(lambda: fetching.resolved("nowhere.example", 443)) == "no_answer"
    assert code_of(lambda: fetching.check_public([])) == "inside"
