"""Servers of this machine stand in for mail server, SMS provider and push service; all that they hear is kept."""

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http.client import HTTPConnection

from tests.rooms.sending.making import email, opened_by_browser, push, sms
from tests.rooms.sending.servers import mail_server, web_server
from yarrow.methods import internet
from yarrow.sending import sender
from yarrow.sending.actions import arm
from yarrow.sending.models import Message


class Heard:
    """Everything that left, as those on the way hear it, and as it is read at the end."""

    def __init__(self, mails, texts, pushes):
        self.mails, self.texts, self.pushes = mails, texts, pushes

    def on_the_way(self):
        """Every word of every protocol, decrypted where the receiver decrypts it."""
        said = list(self.mails.commands)
        for mail in self.mails.read():
            said += [f"{name}: {value}" for name, value in mail.items()] + [mail.get_content()]
        for path, headers, body in self.texts.requests:
            said += [path, repr(headers), body.decode()]
        for path, headers, body in self.pushes.requests:
            said += [path, repr(headers), opened_by_browser(body)]
        return "\n".join(said)

    def n(self):
        return len(self.mails.mails) + len(self.texts.requests) + len(self.pushes.requests)


@contextmanager
def gateways(settings, folder, monkeypatch):
    """Every way of sending leads to this machine; the sender's keys lie in a folder of their own."""
    with ExitStack() as stack:
        mails, texts, pushes = (stack.enter_context(each()) for each in (mail_server, web_server, web_server))
        settings.REACH_KEY = folder / "reach-key"
        settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_SECURITY = "127.0.0.1", mails.port, "none"
        settings.MAIL_FROM, settings.PUSH_CONTACT = "post@garden.example", "mailto:post@garden.example"
        settings.SMS_URL, settings.SMS_ACCOUNT = f"http://127.0.0.1:{texts.port}", "ours"
        settings.SMS_PASSWORD = "secret"
        monkeypatch.setattr(internet, "look_up", lambda host, port: ["127.0.0.1"])
        monkeypatch.setattr(internet, "are_public", lambda addresses: True)
        monkeypatch.setattr(
            internet, "Pinned", lambda host, port, to, patience: HTTPConnection(to, pushes.port, timeout=5)
        )
        monkeypatch.setattr(sender, "close_old_connections", lambda: None)
        yield Heard(mails, texts, pushes)


def waiting(settings, folder, act):
    """One message waits, and nobody sends it. `act`: by whom, where, when."""
    settings.REACH_KEY, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = folder / "reach-key", "ours", "secret"
    arm(messages=[sms()], **act)


def kept_too_long(at):
    """Messages whose words are kept past their end, and those that are kept at all thirty days after it."""
    over = Message.objects.filter(until__lte=at)
    return over.exclude(envelope=b"").count() + over.filter(until__lte=at - timedelta(days=30)).count()


def one_of_each(words, **more):
    """A message a channel, all of the same words."""
    return [email(words=words, subject=words, **more), sms(words=words, **more), push(words=words, **more)]
