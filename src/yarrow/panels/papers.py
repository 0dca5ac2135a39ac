"""Words by which text speaks of papers to stay. They are told to no panel.

No list knows every way of saying it, and none here reads other languages than English: it catches what is usually
written. There is no fact for papers, so that nothing else could carry them.
"""

import re

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
_NAMED = re.compile(rf"\b(?:{'|'.join(_WAYS)})\b", re.I)


def are_named_in(text: str) -> bool:
    """Whether it speaks of papers to stay in one of the usual ways."""
    return _NAMED.search(text) is not None
