"""The questions of a survey as they are counted, and their words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yarrow.measures.reading import form_of
from yarrow.methods.forms import Form, Item, keys
from yarrow.methods.forms.shapes import OPEN_CHOICE
from yarrow.methods.surveys import EVERYBODY, NO_GROUP, Question
from yarrow.surveys.models import Survey
from yarrow.surveys.sheets import WORDS


def form_asked(survey: Survey) -> Form:
    """The form behind a survey."""
    return form_of(survey.form_version)


def readers_language(survey: Survey) -> str:
    """The language of the page where the form speaks it, else the form's own."""
    reader = (get_language() or "").partition("-")[0]
    spoken = (tag for tag in survey.form_version.languages if tag.lower().partition("-")[0] == reader)
    return next(spoken, form_asked(survey).language)


def question_of(item: Item) -> Question:
    """How an item is counted. What is written in own words is counted as one answer: that something was written."""
    if item.kind == "boolean":
        return Question(item.link_id, (keys.YES, keys.NO))
    codes = tuple(option.code for option in item.options)
    if not codes or item.kind == OPEN_CHOICE:
        codes = (*codes, WORDS)
    return Question(item.link_id, codes, several=item.repeats)


def questions_of(survey: Survey) -> list[Question]:
    """Every question that is asked, in the order of the page."""
    return [question_of(item) for item in form_asked(survey).questions() if not item.hidden]


def grouping(survey: Survey, key: str) -> Question | None:
    """The question by which figures are shown; None where the survey has no such one."""
    item = form_asked(survey).by_id.get(key)
    return question_of(item) if item is not None and key in survey.groups else None


def words_of(survey: Survey, key: str, language: str) -> str:
    """The question."""
    item = form_asked(survey).by_id[key]
    return str(item.short.in_(language) if item.short else item.text.in_(language))


def code_words(survey: Survey, key: str, code: str, language: str) -> str:
    """An answer in words; a group that is none, and everybody."""
    ours = {EVERYBODY: _("Everybody"), NO_GROUP: _("Did not say"), WORDS: _("Something in their own words")}
    if code in ours:
        return ours[code]
    item = form_asked(survey).by_id[key]
    if item.kind == "boolean":
        return _("Yes") if code == keys.YES else _("No")
    option = item.option(code)
    return str(option.display.in_(language)) if option is not None else code
