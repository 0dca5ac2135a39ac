"""Which reports of incidents may be about one offender: what is compared, and how it is weighed. No Django.

Every stored description is scored for each new one: hardly one true pair in five shares a number or a plate, so a
search that first asks for something shared would lose the rest. Agreement is worth as many bits as it is rare among
the descriptions at hand (Fellegi and Sunter 1969); how often two descriptions of one offender agree is data
(`weights.json`), learnt beforehand. A person decides; the best weights there are find a mate among the first five
for about 78 in 100 sparse reports only.
"""

from yarrow.methods.incidents.book import Book, Likeness, Reason
from yarrow.methods.incidents.described import Described
from yarrow.methods.incidents.weights import Weights

__all__ = ["Book", "Described", "Likeness", "Reason", "Weights"]
