"""What in the draft of a warning could lead to whoever reported, name somebody, or accuse: each risky word, and why.

`find(text, known)` gives every finding. None of it is a verdict: a worker changes each, or keeps it and says why. What
is `hard` can't be kept. Nothing found does not mean that nobody could guess.
"""

from yarrow.methods.leaks.finding import CODES, HARD, WHO, Finding, Known
from yarrow.methods.leaks.looking import find

__all__ = ["CODES", "HARD", "WHO", "Finding", "Known", "find"]
