"""A phone at a project's report page: pages, forms, and what a browser sends of them."""

from html.parser import HTMLParser

from django.test import Client

from yarrow.safety import doors


class Form(HTMLParser):
    """What stands in the boxes of one form, and its buttons."""

    def __init__(self, has: str) -> None:
        super().__init__()
        self.has, self.said, self.forms, self._select, self._area = has, {}, [], None, None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.said = {}
            self.forms.append((told.get("action", ""), self.said, []))
        elif tag == "select":
            self._select = told["name"]
        elif tag == "option" and ("selected" in told or self._select not in self.said):
            self.said[self._select] = [told.get("value", "")]
        elif tag == "textarea":
            self._area = told["name"]
            self.said[self._area] = [""]
        elif tag == "button":
            self.forms[-1:] and self.forms[-1][2].append((told.get("name"), told.get("value")))
        elif tag == "input" and (told["type"] not in ("radio", "checkbox") or "checked" in told):
            self.said.setdefault(told["name"], []).append(told.get("value", ""))

    def handle_data(self, data):
        if self._area:
            self.said[self._area][0] += data

    def handle_endtag(self, tag):
        self._area = None if tag == "textarea" else self._area


class Phone:
    """A browser without scripts."""

    def __init__(self, door, **headers):
        self.client, self.door = Client(enforce_csrf_checks=True, **headers), door
        self.goes(doors.address(door))

    def goes(self, address):
        return self._at(self.client.get(address))

    def comes_back(self, words):
        self.goes(doors.back_address(self.door))
        return self.presses("enter", words=words)

    def presses(self, go, name="~go", **typed):
        """Fill in and press: the form with that button, as it stands on the page."""
        page = Form(go)
        page.feed(self.text)
        action, said, _buttons = next(one for one in page.forms if (name, go) in one[2])
        sent = {**said, name: go} | {key.replace("__", "-"): value for key, value in typed.items()}
        self.sent = (action, sent)
        return self._at(self.client.post(action, sent))

    def again(self):
        """The browser goes back and sends the same once more."""
        return self._at(self.client.post(*self.sent))

    @property
    def words(self):
        """The six words on the page after a report."""
        inside = self.text.partition('<ol class="words"')[2].partition("</ol>")[0]
        return [one.partition("</li>")[0] for one in inside.split("<li>")[1:]]

    def _at(self, response):
        self.response, self.text, self.status = response, response.content.decode(), response.status_code
        return self
