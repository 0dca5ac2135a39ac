"""E-mail over SMTP: one connection for many messages. The headers say from whom, to whom, when, and nothing else.

Nobody can ask an SMTP server whether it took a message. When the answer to the text itself is lost, the message is
unclear: it is never sent again by itself.
"""

import re
import secrets
import ssl
from contextlib import suppress
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from email.utils import format_datetime, formataddr
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPNotSupportedError, SMTPResponseException
from typing import Any

from django.conf import settings

from yarrow.sending import ways
from yarrow.sending.channels.handing import Handing
from yarrow.sending.channels.lines import break_off
from yarrow.sending.errors import HandedBack, NotKnown
from yarrow.sending.keyfile import Keys

PATIENCE = 20.0
TAKEN, GO_ON = range(200, 300), 354
CLOSING, BUSY = 421, range(400, 500)


class Mail:
    """One connection to the mail server."""

    def __init__(self, keys: Keys) -> None:
        self.line: SMTP | None = None

    def send(self, handing: Handing) -> None:
        """Hand it to the server. A connection that was kept may be closed, or is just then: it goes over a new one."""
        try:
            text = written(handing)
        except ValueError:
            # What is to be said was looked at as it was armed: the settings make no address or name.
            raise HandedBack("account", again=True, everywhere=True) from None
        if self.line is not None:
            try:
                self._address(self.line, handing.letter.to)
            except (OSError, SMTPException):
                self.close()
            except HandedBack:
                # It was closed for having been idle: that says nothing about a new one.
                if self.line is not None:
                    raise
            else:
                return self._say(self.line, text)
        self.line = connect()
        try:
            self._address(self.line, handing.letter.to)
        except (OSError, SMTPException):
            self.close()
            raise HandedBack("no_answer", again=True, everywhere=True) from None
        self._say(self.line, text)

    def _address(self, line: SMTP, to: str) -> None:
        """From whom and to whom. Until the text is said, nothing is sent."""
        self._check(*line.mail(settings.MAIL_FROM), "account")
        self._check(*line.rcpt(to), "gone")

    def _say(self, line: SMTP, text: bytes) -> None:
        """The text. From its first byte to the answer nobody knows what became of it."""
        try:
            line.putcmd("data")
            code, said = line.getreply()
        except (OSError, SMTPException):
            self.close()
            raise HandedBack("no_answer", again=True) from None
        if code != GO_ON:
            self._check(code, said, "refused")
            self.close()
            raise HandedBack("refused", again=False)
        try:
            line.send(text)
            code, said = line.getreply()
        except (OSError, SMTPException):
            self.close()
            raise NotKnown() from None
        if code not in TAKEN and code < 400:
            # Neither yes nor no, such as an answer that can't be read.
            self.close()
            raise NotKnown()
        self._check(code, said, "refused")

    def _check(self, code: int, _said: bytes, why: str) -> None:
        """Raises HandedBack for anything but a yes."""
        if code in TAKEN:
            return
        if code == CLOSING or code < 400:
            self.close()
        else:
            self._begin_again()
        if why == "account" or code == CLOSING:
            # Not about this message.
            raise HandedBack("too_busy" if code < 500 else why, again=True, everywhere=True)
        again = code < 500
        raise HandedBack("too_busy" if again else why, again=again)

    def _begin_again(self) -> None:
        """The server forgets the message that it did not take; where it can't, the connection goes."""
        try:
            if self.line is not None:
                self.line.rset()
        except (OSError, SMTPException):
            self.close()

    def close(self) -> None:
        """Say goodbye, and let go of the connection whether anybody listens or not."""
        line, self.line = self.line, None
        if line is not None and line.sock is not None:
            with suppress(OSError, SMTPException):
                line.putcmd("quit")
            line.close()

    def cut(self) -> None:
        """Break off what is waited for; not while it connects, which ends by itself."""
        line = self.line
        break_off(line.sock if line is not None else None)


def connect() -> SMTP:
    """A connection on which messages can be sent. Raises HandedBack where there is none now."""
    host, port, security = settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_SECURITY
    # The name of this machine is nobody's business.
    said: dict[str, Any] = {"local_hostname": settings.MAIL_FROM.rpartition("@")[2], "timeout": PATIENCE}
    if security == "none" and not ways.is_here(host):
        raise HandedBack("account", again=True, everywhere=True)
    try:
        safe = ssl.create_default_context()
        line = SMTP_SSL(host, port, context=safe, **said) if security == "tls" else SMTP(host, port, **said)
        _greet(line, safe if security == "starttls" else None)
    except SMTPResponseException as said:
        code = "too_busy" if said.smtp_code in BUSY else "account"
        raise HandedBack(code, again=True, everywhere=True) from None
    except (SMTPNotSupportedError, ssl.SSLError):
        raise HandedBack("account", again=True, everywhere=True) from None
    except (OSError, SMTPException, ValueError):
        raise HandedBack("no_answer", again=True, everywhere=True) from None
    return line


def _greet(line: SMTP, safe: ssl.SSLContext | None) -> None:
    try:
        if safe is not None:
            line.starttls(context=safe)
        line.ehlo_or_helo_if_needed()
        if settings.MAIL_ACCOUNT:
            line.login(settings.MAIL_ACCOUNT, settings.MAIL_PASSWORD)
    except BaseException:
        line.close()
        raise


def written(handing: Handing) -> bytes:
    """The whole e-mail as it is said to the server, its end included."""
    letter, message = handing.letter, EmailMessage(policy=AS_SENT)
    message["From"] = formataddr((settings.MAIL_NAME, settings.MAIL_FROM))
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(handing.at.astimezone(UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    # So that nobody's holiday notice answers it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.words, cte="base64" if not letter.words.isascii() else "quoted-printable")
    # A line that begins with a dot would end the text.
    return re.sub(rb"(?m)^\.", b"..", message.as_bytes()) + b".\r\n"
