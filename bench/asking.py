"""One check as a server hands it over: through our own page, or through a bare view (`checks`)."""

import io
import os
import random
import sys
import types
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application

Asked = Callable[[str], Any]


def ours(address: str, tokens: list[str]) -> Asked:
    """A check through our own page: middleware, door, stay, counter, look, page."""
    application, chance = get_wsgi_application(), random.Random(os.getpid())

    def ask(text: str) -> bytes:
        sent = urlencode({"~stay": chance.choice(tokens), "~save": "1", "text": text}).encode()
        return called(application, address, sent)

    return ask


def bare(_address: str, _tokens: list[str]) -> Asked:
    """One look by key, one template, Django's own middleware: what anybody would write first."""
    import peer
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    from yarrow.alerts import tags
    from yarrow.alerts.models import Released

    page, key = Template("<!doctype html><title>Check</title><p>{{ said }}</p>"), tags.key()

    @csrf_exempt
    def check(request: HttpRequest) -> HttpResponse:
        row = Released.objects.filter(tag=key.tag("phone", request.POST["text"])).first()
        return HttpResponse(page.render(Context({"said": row.kinds if row else "Not known here."})))

    urls: Any = types.ModuleType("bare_urls")
    urls.urlpatterns = [path("check/", check)]
    sys.modules["bare_urls"] = urls
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bare_urls", peer.MIDDLEWARE
    application = get_wsgi_application()
    return lambda text: called(application, "/check/", urlencode({"text": text}).encode())


def called(application: Any, address: str, sent: bytes) -> bytes:
    """One request as a server hands it over; the body that came back."""
    status = []
    environ = {
        **{"REQUEST_METHOD": "POST", "PATH_INFO": address, "QUERY_STRING": "", "SERVER_NAME": "localhost"},
        **{"SERVER_PORT": "80", "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(sent))},
        **{"CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(sent)},
        **{"wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True},
    }
    response = application(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{status[0]} is no page")
    return body


SIDES = {"ours": ours, "bare": bare}
