from django.test import RequestFactory

from tests.rooms.ui.pages import read
from yarrow.ui.views import show_style


def test_show_style_has_one_of_everything():
    request = RequestFactory().get("/demo/style/")
    request.session = {}
    page = read(show_style(request).content.decode())
    for kind in (
        "card",
        "tag",
        "notice",
        "empty",
        "timeline",
        "govuk-summary-list",
        "progress",
        "undo",
        "figure",
    ):
        assert page.all(class_=kind), kind
    for control in ("input", "select", "textarea", "yarrow-counter", "yarrow-passphrase", "fieldset"):
        assert page.one("main").all(control), control
