"""Pages that a supported person sees, or is read from, have easy words for every sentence, and a device can read them.

A page is in `SHOWN`. Whatever has the marks of such a page (`MARKS`) has to be there; the parts it includes are read
with it. Easy is what `is_easy` says: short sentences with one idea each. What is for the worker alone stands in
`{% worker %}`; questions of a measure are never put into other words.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.house.tree import SOURCE, files, plant

SHOWN = {
    "alerts/print_alerts.html": "hangs where they are",
    "desk/show_questions_pad.html": "kept on devices; asks what they agree to, and thanks them",
    "measures/carried_form.html": "its questions, and where to turn, without a signal",
    "measures/begin_filling.html": "what is agreed before a form is read to them",
    "measures/fill.html": "they answer on the device, or look along",
    "measures/hand_back.html": "they hold the device",
    "measures/show_routes.html": "where to turn, said at once",
    "measures/turn_filling.html": "their answers, turned to them",
    "people/erased_person.html": "what is left after they were forgotten",
    "people/give_consent.html": "the words of a consent are read to them",
    "people/list_consents.html": "what they agreed to, in the words that were read to them",
    "people/show_copy.html": "their copy",
    "people/show_openings.html": "who opened their record",
    "people/withdraw_consent.html": "what taking back means is read to them",
    "plans/add_goal.html": "what they want is asked and written down together",
    "plans/add_review.html": "looked at together",
    "plans/make_card.html": "written together",
    "plans/print_card.html": "their card on paper",
    "plans/print_plan.html": "their list on paper",
    "plans/rate_needs.html": "asked a portion at a time",
    "plans/show_card.html": "their card",
    "plans/show_plan.html": "their plan, looked at together",
    "plans/turn_needs.html": "the picture, turned to them",
    "pocket/away.html": "after the quick exit",
    "pocket/busy.html": "too many at once",
    "pocket/calm.html": "where to turn, said at once",
    "pocket/closed.html": "a link that leads nowhere",
    "pocket/done.html": "thanks",
    "pocket/member_check.html": "a member checks a number",
    "pocket/challenge.html": "somebody says that something is wrong",
    "pocket/challenged.html": "what becomes of it",
    "pocket/member_asks.html": "members give their phrase",
    "pocket/member_begins.html": "members choose their phrase",
    "pocket/member_choices.html": "where, what about, silent days",
    "pocket/member_gone.html": "after they left for good",
    "pocket/member_home.html": "what is warned of",
    "pocket/member_leaves.html": "what leaving means",
    "pocket/member_ways.html": "what reaches a member",
    "pocket/questions.html": "questions of a survey",
    "pocket/report.html": "somebody tells what happened",
    "pocket/report_back.html": "asks for the words that lead back",
    "pocket/report_gone.html": "their report was taken back",
    "pocket/report_seen.html": "what became of their report",
    "pocket/report_sent.html": "the words that lead back",
    "pocket/report_shut.html": "no report can be taken now",
    "pocket/start.html": "what a survey is, and what is kept",
    "sharing/print_shares.html": "what they agreed to and what has left, on paper",
    "surveys/print_poster.html": "hangs where they are",
    "surveys/print_sheet.html": "a survey on paper",
}
# What only pages for the person have: turned to them, held by them, at their own door, or a sheet that they take along.
MARKS = (
    re.compile(
        r"{% extends \"(?:pocket/base|pocket/member_base|pocket/report_base|people/turned|measures/bare)\.html\" %}"
    ),
    re.compile(r"{% block printed %}(?!{% include \"ui/components/printed.html\" with inside=True)"),
)
# The frames that those pages extend: they say nothing by themselves.
FRAMES = {
    "pocket/base.html",
    "pocket/member_base.html",
    "pocket/report_base.html",
    "people/turned.html",
    "measures/bare.html",
    "ui/page.html",
}
# Printed by the project for itself or for others, not for a person it supports.
NOT_FOR_THEM = {
    "desk/show_pad.html": "a worker's notes on a device",
    "justice/print_note.html": "for a court; what the person agreed to is read to them before",
    "evaluation/show_release.html": "figures for funders and the city",
    "safety/show_door.html": "for a worker; what is printed of it is the link alone",
    "sharing/show_letter.html": "a letter to an agency, in the words that were read through with the person",
    "staff/envelope_sheets.html": "a project's recovery keys",
    "panels/print_sheet.html": "for one agency of a panel",
    **dict.fromkeys(
        (f"pocket/package{part}.html" for part in ("", "_answered", "_asks", "_ended", "_reasons")),
        "opened by a partner agency",
    ),
}
MOST_WORDS, MOST_COMMAS, A_LABEL = 12, 1, 6
# What leads to the easy words: a link; in a form, a button that keeps what was typed.
WAYS = ("easy_switch %}", "other_wording %}", "turn_wording")
NAMED = re.compile(r"""(?:translate\s+|_\()(["'])(.*?)\1""")


def is_easy(words: str) -> bool:
    """Whether every sentence is short and of one idea: 12 words, one comma, no brackets, nothing after a colon.

    What is as short as a label ("Reason: …") may be written as one.
    """
    spoken = re.sub(r"{{.*?}}|%\(\w+\)s", "X", words)
    return all(
        len(one.split()) <= A_LABEL
        or (
            len(one.split()) <= MOST_WORDS
            and one.count(",") <= MOST_COMMAS
            and not re.search(r"[;()·]|\s[–—-]\s|:(?!$)", one)
        )
        for one in re.split(r"(?<=[.?!])\s+", spoken.strip())
    )


@dataclass(frozen=True)
class Sentence:
    """Something a template says. `side`: usual, easy or "" (stands in both); `is_for_worker`: not for the person."""

    line: int
    words: str
    side: str
    is_for_worker: bool


def whole_sentences(text: str) -> str:
    """The template with `blocktranslate` written as `translate`, each variable as X, on the same lines."""

    def shortened(block: re.Match[str]) -> str:
        forms = re.split(r"{% plural %}", re.sub(r"{{.*?}}", "X", block[1]))
        said = "".join(f'{{% translate "{" ".join(form.split())}" %}}' for form in forms)
        return said + "\n" * block[0].count("\n")

    return re.sub(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", shortened, text, flags=re.S)


def sentences(text: str) -> Iterator[Sentence]:
    """Everything that a template says in words that are put into other languages."""
    side, is_for_worker = "", False
    sides = {"wording": "usual", "easy": "easy", "endwording": ""}
    for token in Lexer(whole_sentences(text)).tokenize():
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        begin = token.contents.partition(" ")[0]
        side = sides.get(begin, side)
        is_for_worker = {"worker": True, "endworker": False}.get(begin, is_for_worker)
        for _quote, words in NAMED.findall(token.contents):
            yield Sentence(token.lineno or 0, words, side, is_for_worker)


def parts_of(top: Path, name: str) -> Iterator[tuple[str, str]]:
    """(name, text) of a template and of the parts of its rooms that it includes; components are no one's page."""
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one.startswith("ui/"):
            continue
        seen.add(one)
        text = path_of(top, one).read_text(encoding="utf-8")
        yield one, text
        waiting += re.findall(r'{% include "([^"]+)"', text)
        waiting += [frame for frame in re.findall(r'{% extends "([^"]+)"', text) if frame in FRAMES]


def path_of(top: Path, name: str) -> Path:
    """Where the template of this name lies."""
    return top / name.partition("/")[0] / "templates" / name


def wording_faults(name: str, text: str) -> list[str]:
    """Sentences of a template that stand there in no easy words, and easy words that are not easy."""
    found = []
    for one in sentences(text):
        if one.is_for_worker or one.side == "usual" or is_easy(one.words):
            continue
        what = "these easy words are not easy" if one.side == "easy" else "no easy words"
        found.append(f"{name}:{one.line} {what}: {one.words}")
    return found


def page_faults(top: Path, name: str) -> list[str]:
    """What is wrong with one page that is shown to people."""
    parts = dict(parts_of(top, name))
    found = [
        fault for part, text in parts.items() if part not in FRAMES for fault in wording_faults(part, text)
    ]
    whole = "".join(parts.values())
    if "{% aloud" not in whole:
        found.append(f"{name}: no device can read it aloud ({{% aloud %}})")
    if "{% wording %}" in whole and not any(f"{{% {tag}" in whole for tag in WAYS):
        found.append(
            f"{name}: easy words that nothing leads to ({{% easy_switch %}}, or a button of its form)"
        )
    return found


def unlisted(top: Path) -> list[str]:
    """Pages with the marks of one for people that nobody has listed."""
    found = []
    for path in files(top, "*.html"):
        name = path.relative_to(top).as_posix().partition("/templates/")[2]
        if name in {*SHOWN, *FRAMES, *NOT_FOR_THEM}:
            continue
        if any(mark.search(path.read_text(encoding="utf-8")) for mark in MARKS):
            found.append(f"{name} is shown to people: list it in SHOWN, or in NOT_FOR_THEM with the reason")
    return found


def test_easy_words_stand_on_every_page_shown_to_people() -> None:
    found = [fault for name in SHOWN for fault in page_faults(SOURCE, name)]
    assert not found, "\n".join(found)


def test_easy_pages_shown_to_people_are_listed() -> None:
    found = unlisted(SOURCE)
    assert not found, "\n".join(found)


def test_easy_words_of_consents_are_easy() -> None:
    """What a person agrees to is read to them in these words."""
    listed = json.loads((SOURCE / "people" / "purposes.json").read_text(encoding="utf-8"))["purposes"]
    assert listed and [one["code"] for one in listed if not one.get("easy") or not is_easy(one["easy"])] == []


PAGE = '{% load i18n easy %}{% easy_switch %}{% aloud %}{% include "plans/part.html" %}'
LONG = "Nobody who has not been told beforehand of what is going to happen should ever have to agree to it."
BOTH = f'{{% wording %}}{{% translate "{LONG}" %}}{{% easy %}}{{% translate "You can say no." %}}{{% endwording %}}'
# What is on the page, on the part it includes, and what is said of it.
PLANTED = {
    "a long sentence": (PAGE, f'{{% translate "{LONG}" %}}', "no easy words"),
    "a long sentence with a name in it": (
        PAGE,
        f"{{% blocktranslate with x=y %}}{{{{ x }}}}: {LONG}{{% endblocktranslate %}}",
        "no easy words",
    ),
    "a long plural": (
        PAGE,
        f"{{% blocktranslate count n=n %}}One.{{% plural %}}{LONG}{{% endblocktranslate %}}",
        "no easy words",
    ),
    "a long sentence on a button": (PAGE, f'{{% button _("{LONG}") %}}', "no easy words"),
    "a long sentence beside a wording": (PAGE, f'{BOTH}{{% translate "{LONG}" %}}', "no easy words"),
    "easy words that are long": (PAGE, BOTH.replace("You can say no.", LONG), "are not easy"),
    "easy words with two ideas": (
        PAGE,
        BOTH.replace("You can say no.", "You can say no; we help you all the same."),
        "are not easy",
    ),
    "nothing reads it aloud": (PAGE.replace("{% aloud %}", ""), BOTH, "read it aloud"),
    "nothing leads to the easy words": (PAGE.replace("{% easy_switch %}", ""), BOTH, "nothing leads to"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_easy_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    page, part, said = PLANTED[fault]
    plant(tmp_path, "plans/templates/plans/part.html", part)
    found = page_faults(plant(tmp_path, "plans/templates/plans/page.html", page), "plans/page.html")
    assert len(found) == 1 and said in found[0]


@pytest.mark.parametrize(
    "part",
    [
        BOTH,
        f'{{% worker %}}{{% translate "{LONG}" %}}{{% endworker %}}',
        '{% translate "Home, family, other: all of it" %}',
    ],
)
def test_easy_what_is_allowed_is_left_alone(part: str, tmp_path: Path) -> None:
    plant(tmp_path, "plans/templates/plans/part.html", part)
    assert page_faults(plant(tmp_path, "plans/templates/plans/page.html", PAGE), "plans/page.html") == []


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "pocket/base.html" %}',
        '{% extends "measures/bare.html" %}',
        '{% extends "people/turned.html" %}',
        '{% extends "ui/page.html" %}{% block printed %}{% endblock %}',
    ],
)
def test_easy_planted_page_that_nobody_listed_is_found(text: str, tmp_path: Path) -> None:
    top = plant(tmp_path, "plans/templates/plans/new_page.html", text)
    plant(tmp_path, "plans/templates/plans/worker_page.html", '{% extends "ui/page.html" %}')
    assert len(unlisted(top)) == 1


def test_easy_list_has_no_page_that_is_gone() -> None:
    assert [name for name in {*SHOWN, *NOT_FOR_THEM, *FRAMES} if not path_of(SOURCE, name).exists()] == []
