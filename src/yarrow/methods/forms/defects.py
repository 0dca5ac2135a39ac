"""What is wrong with a file: everything at once, each time with the item and what to do about it."""

from dataclasses import dataclass

from yarrow.methods.refusals import Refusal
from yarrow.methods.sentences import to_say

MANY = to_say("The file has {n} mistakes. Mend them and bring it again.")
ONE = to_say("The file has a mistake. Mend it and bring it again.")


@dataclass(frozen=True)
class Defect:
    """One mistake: the item (its link id; "" for the whole file), the rule, and a sentence.

    `is_fhir`: the file is no FHIR R4. The other mistakes keep Yarrow from asking it, and not from handing it on.
    """

    link_id: str
    rule: str
    says: str
    is_fhir: bool = True


class Defects(Refusal):
    """A file that can't be used. `defects` are in the order of the file."""

    def __init__(self, defects: tuple[Defect, ...]) -> None:
        super().__init__(ONE if len(defects) == 1 else MANY.format(n=len(defects)))
        self.defects = defects
