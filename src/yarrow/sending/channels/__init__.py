"""How each channel hands a message over. Nothing here asks the records: a channel works in a thread of its own."""

from collections.abc import Callable

from yarrow.sending.channels.bulksms import Texts
from yarrow.sending.channels.handing import Channel as Channel
from yarrow.sending.channels.handing import Handing as Handing
from yarrow.sending.channels.smtp import Mail
from yarrow.sending.channels.web import Pushes
from yarrow.sending.keyfile import Keys
from yarrow.sending.models import EMAIL, PUSH, SMS

MAKE: dict[str, Callable[[Keys], Channel]] = {EMAIL: Mail, SMS: Texts, PUSH: Pushes}
