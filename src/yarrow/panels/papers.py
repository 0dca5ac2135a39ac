"""Words by which text speaks of papers to stay. They are told to no panel.

No list knows every way of saying it, and none here reads other languages than English: it catches what is usually
written. There is no fact for papers, so that nothing else could carry them.
"""

import re

from yarrow.methods.naming import without_unseen

_WAYS = (
    *(
        "immigration",
        "immigrants?",
        "migrant status",
        "asylum",
        "refugee status",
        r"visas?\b(?! card)",
        r"overstay\w*",
    ),
    *(
        "undocumented",
        r"illegal(?:ly)? (?:here|in the (?:uk|country))",
        "leave to remain",
        "right to (?:remain|work)",
    ),
    *(
        "settled status",
        "pre-settled",
        "residence permit",
        "no recourse",
        "nrpf",
        r"deport\w*",
        "home office",
    ),
    *("biometric residence", "brp", r"sponsorship licen\w*", "papers? to stay"),
)
# Between the words of one way there may be a line break, a hyphen, several spaces.
_BETWEEN = r"[\s\u2010-\u2015-]+"
_NAMED = re.compile(rf"\b(?:{'|'.join(_WAYS).replace(' ', _BETWEEN)})\b", re.I)


def are_named_in(text: str) -> bool:
    """Whether it speaks of papers to stay in one of the usual ways."""
    return _NAMED.search(without_unseen(text)) is not None
