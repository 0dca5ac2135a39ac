"""One person's answers go from page to page in the form itself: no session, no cookie, nothing kept before the end.

Boxes of questions are named by the engine; the page's own begin with "~", as no question's name does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from uuid import UUID, uuid4

from django.utils import translation

from yarrow.measures.models import FormVersion
from yarrow.measures.questions import page_boxes
from yarrow.measures.reading import form_of
from yarrow.measures.scoring import dangerous, problems
from yarrow.methods.forms import Answers, Form, all_asked, as_typed, read_typed
from yarrow.ui.sentences import WORDING as WORDING
from yarrow.ui.sentences import translated
from yarrow.ui.templatetags.easy import is_easy as is_easy

ENTRY, IN, AT, ALL, ASKED, REACHED, TOLD, GO = (
    *("~entry", "~in", "~at", "~all", "~asked", "~reached", "~told"),
    "~go",
)


@dataclass(frozen=True)
class Paper:
    """What one person said so far, as it was sent with a page.

    entry_id   the paper's own number, so that it counts once
    language   in which the page was that was sent: numbers are read in it
    asked      questions on that page; `reached`: those of every page so far
    wrong      question → what can't be taken; `typed` are then the boxes as they were
    told       dangerous answers after which the calm page was shown already
    """

    entry_id: UUID
    language: str
    answers: Answers = field(repr=False)
    asked: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    wrong: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    def hidden(
        self, form: Form, language: str, zone: tzinfo, here: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        """(name, value) of everything to carry on, but for the questions that stand on the page."""
        others = {key: values for key, values in self.answers.items() if key not in here}
        for name, values in as_typed(form, others, language, zone=zone).items():
            yield from ((name, value) for value in values)
        yield from ((REACHED, key) for key in sorted(self.reached))
        yield from ((TOLD, key) for key in sorted(self.told))
        yield from ((ENTRY, str(self.entry_id)), (IN, language))


def read_paper(version: FormVersion, sent: Any, languages: Sequence[str], zone: tzinfo) -> Paper:
    """The paper of a page that was sent. Whatever is no answer to this form is left out."""
    form = form_of(version)
    every = frozenset(one.key for one in all_asked(form))
    language = sent.get(IN, "") if sent.get(IN, "") in languages else languages[0]
    typed = page_boxes({name: sent.getlist(name) for name in sent}, every)
    answers, wrong = read_typed(form, typed, language, zone=zone)
    asked = frozenset(sent.getlist(ASKED)) & every
    with translation.override(language):
        said = {key: translated(says) for key, says in wrong.items() if key in asked}
        said |= {key: says for key, says in problems(version, answers).items() if key in asked}
    return Paper(
        entry_id=_number(sent.get(ENTRY, "")),
        language=language,
        answers={key: values for key, values in answers.items() if key not in said and key in every},
        asked=asked,
        reached=(frozenset(sent.getlist(REACHED)) & every) | asked,
        told=frozenset(sent.getlist(TOLD)) & every,
        wrong=said,
        typed=typed,
    )


def fresh_dangers(version: FormVersion, paper: Paper) -> frozenset[str]:
    """Questions whose answer asks for the calm page, which was not shown for them yet."""
    return frozenset(dangerous(version, paper.answers)) - paper.told


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
