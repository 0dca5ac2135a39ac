"""What is said of a number, in each language's own forms, through the catalogues that the server reads."""

import pytest
from django.utils.translation import ngettext, override

from yarrow.languages.catalogue import messages_of
from yarrow.ui.languages import BY_CODE

ONE, MANY = "%d thing handed over.", "%d things handed over."
# Which of a language's forms each number takes.
FORMS = {
    "ro": {1: 0, 0: 1, 2: 1, 19: 1, 101: 1, 20: 2, 100: 2},
    "ar": {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 103: 3, 11: 4, 99: 4, 100: 5, 102: 5},
    "pl": {1: 0, 2: 1, 22: 1, 0: 2, 5: 2, 12: 2},
    "pt-br": {0: 0, 1: 0, 2: 1},
    "es": {1: 0, 0: 1, 2: 1},
    "bg": {1: 0, 2: 1},
    "sq": {1: 0, 2: 1},
    "th": {1: 0, 5: 0},
    "zh-hans": {1: 0, 5: 0},
}


@pytest.mark.parametrize("language", FORMS)
def test_number_takes_the_form_of_its_language(language):
    (message,) = [one for one in messages_of(BY_CODE[language].folder) if one.english == ONE]
    assert len(message.forms) == BY_CODE[language].n_forms
    with override(language):
        said = {n: ngettext(ONE, MANY, n) for n in FORMS[language]}
    assert said == {n: message.forms[form] for n, form in FORMS[language].items()}
