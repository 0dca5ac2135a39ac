"""What a check answers, in words, and so that nobody outside sees which answer it was.

Every answer has the same number of bytes and leaves on the tick of a clock, whatever was found, and whatever was wrong
with what was typed. Packed, they would differ again: `unpacked` keeps a proxy from packing the page.
"""

from collections.abc import Callable
from datetime import date, datetime
from time import perf_counter, sleep
from typing import TypeVar

from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.alerts import checking
from yarrow.alerts.checking import HIT, MISS, NOT_NOW, TALK, TOO_MANY, Answer, Asker
from yarrow.methods.incidents.spellings import DIGITS, NOTHING, PART, TOO_LONG
from yarrow.methods.refusals import Fault
from yarrow.safety import lists
from yarrow.ui.days import month

# Bytes; the longest answer in any language has less.
SIZE = 4096
MOST_KINDS, MOST_LINES = 5, 5
TICK_SECONDS = 0.001
# Put into words where there is no hit, and shown nowhere.
NOBODYS = Answer(HIT, 1, ("other",), date(2026, 1, 1))
Made = TypeVar("Made")


def asked(asker: Asker, text: str, at: datetime) -> SafeString:
    """Look it up, and say what came of it: a part of a page. Raises Fault where the key can't be read."""
    return on_the_tick(lambda: part(checking.check(asker, text, at)))


def part(answer: Answer) -> SafeString:
    """The answer as part of a page: `SIZE` bytes."""
    title, *lines = sentences(answer)
    lines += [""] * (MOST_LINES - len(lines))
    said = get_template("alerts/answer.html").render({"title": title, "lines": lines})
    missing = SIZE - len(said.encode()) - len("<!---->")
    if missing < 0:
        raise Fault("an answer is longer than every other must be")
    return mark_safe(f"{said}<!--{'.' * missing}-->")  # noqa: S308 - drawn by a template that escapes


def sentences(answer: Answer) -> list[str]:
    """The answer in words. All of them are made each time, so that none takes longer than another."""
    hit = _of_hit(answer if answer.code == HIT else NOBODYS)
    return {**_words(), HIT: hit}[answer.code]


def on_the_tick(make: Callable[[], Made]) -> Made:
    """What `make` gives, handed on when a whole number of ticks has gone by."""
    began = perf_counter()
    made = make()
    sleep(TICK_SECONDS - (perf_counter() - began) % TICK_SECONDS)
    return made


def unpacked(response: HttpResponse) -> HttpResponse:
    """The same page, which no proxy packs on its way."""
    response.headers["Content-Encoding"] = "identity"
    return response


def _words() -> dict[str, list[str]]:
    again = _("Write it again, or ask us.")
    return {
        TALK: [_("Talk to us about this one.")],
        MISS: [_("Not known here."), _("That does not mean safe.")],
        TOO_MANY: [_("You have asked often today."), _("Ask again tomorrow, or ask us.")],
        NOT_NOW: [_("We can't look it up at the moment."), _("Ask us.")],
        NOTHING: [_("Nothing was written."), again],
        TOO_LONG: [_("That is too long."), _("Write one number, plate, address or name."), again],
        PART: [_("That is only a part."), _("We need the whole number, plate, address or name."), again],
        DIGITS: [_("That is no whole phone number."), _("It has too few digits, or too many."), again],
    }


def _of_hit(answer: Answer) -> list[str]:
    n = ngettext("%(n)d person reported this.", "%(n)d people reported this.", answer.n) % {"n": answer.n}
    what = [lists.label("kinds", code) for code in answer.kinds]
    more = [_("and more")] if len(what) > MOST_KINDS else []
    said = [_("Known here."), n]
    if what:
        said.append(_("What they told us: %(what)s.") % {"what": "; ".join(what[:MOST_KINDS] + more)})
    if answer.month:
        said.append(_("The last time: %(month)s.") % {"month": month(answer.month)})
    if answer.is_disputed:
        said.append(_("Somebody says that this is wrong."))
    return [*said, _("You decide. If you can, talk to us first.")]
