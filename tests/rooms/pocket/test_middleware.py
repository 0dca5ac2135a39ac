"""What this door takes away before anything else sees a request."""

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from yarrow.pocket.middleware import KEPT, PocketMiddleware
from yarrow.surveys import links

TOLD = {
    **{
        "HTTP_COOKIE": "__Host-desk=abc",
        "HTTP_USER_AGENT": "Phone 9",
        "HTTP_REFERER": "https://elsewhere.example/",
    },
    **{"HTTP_X_FORWARDED_FOR": "203.0.113.9", "REMOTE_ADDR": "198.51.100.7", "HTTP_SEC_CH_UA_MODEL": "Phone"},
    **{"HTTP_ACCEPT_LANGUAGE": "ro", "HTTP_FORWARDED": "for=203.0.113.9", "REMOTE_PORT": "4711"},
}


def seen(path):
    """What the view behind the middleware sees of such a request."""
    found = {}

    def view(request):
        found.update(meta=dict(request.META), cookies=dict(request.COOKIES))
        response = HttpResponse("read")
        response.set_cookie("kept", "1")
        return response

    return found, PocketMiddleware(view)(RequestFactory().get(path, **TOLD))


def test_pocket_forgets_who_knocks():
    found, response = seen("/s/2222-3333-4444/")
    told = " ".join(str(value) for value in found["meta"].values())
    for value in ("abc", "Phone", "elsewhere", "203.0.113.9", "198.51.100.7", "4711"):
        assert value not in told, value
    assert found["cookies"] == {} and found["meta"]["HTTP_ACCEPT_LANGUAGE"] == "ro"
    assert {name for name in found["meta"] if name.startswith("HTTP_")} <= KEPT
    assert not response.cookies and response["Cache-Control"] == "no-store"


def test_pocket_leaves_every_other_page_alone():
    found, response = seen("/p/small/")
    assert found["cookies"] == {"__Host-desk": "abc"} and found["meta"]["REMOTE_ADDR"] == "198.51.100.7"
    assert response.cookies["kept"].value == "1"


def test_pocket_is_not_stopped_by_a_link_from_elsewhere(db):
    """The desk refreshes such a visit onto itself; here there is no cookie to save."""
    headers = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_MODE": "navigate"}
    answer = Client().get(reverse("pocket:leave"), **headers)
    assert "You left the page" in answer.content.decode()


def test_pocket_knows_nothing_of_a_worker_who_is_signed_in(world, survey):
    client = world.client("coordinator")
    answer = client.get(links.address(survey, is_tablet=True))
    assert not answer.wsgi_request.user.is_authenticated and "/p/small" not in answer.content.decode()
    assert client.get(world.project.url("desk:show_today")).status_code == 200
