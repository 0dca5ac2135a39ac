"""An attacker on published tables: knows every figure, how it was rounded and what must add up; solves for the rest.

Written from what a reader can know, beside the gate and not with it: its sums are its own.
"""

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from yarrow.methods.breakdowns import ALL, STRETCHES

ADDS_UP = {
    "time": ("n_contacts", "n_unnamed", "given", "done"),
    "kind": ("n_contacts", "n_unnamed", "given", "done"),
    "zone": ("n_contacts", "n_unnamed", "given", "done"),
    "gender": ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed", "given", "done"),
    "setting": (),
}
MOST = 100_000


def kind_of(name):
    return "time" if name in STRETCHES else name


class Attacker:
    """`published`: {(key, measure): figure or None}. Works out the range of every hidden figure."""

    def __init__(self, by, published, why, *, is_filtered=False):
        self.by, self.published, self.why = by, published, why
        self.names = list(published)
        self.at = {name: i for i, name in enumerate(self.names)}
        # Someone who prints a margin that is no multiple of five prints true margins.
        margins = [n for (key, _m), n in published.items() if ALL in key and n is not None]
        self.margins_are_true = any(n % 5 for n in margins)
        self.rows, self.low, self.high = [], [], []
        self._sums(is_filtered)

    def ranges(self):
        """Hidden figure → (lowest, highest) that fits everything published."""
        hidden = [name for name in self.names if self.published[name] is None]
        return {name: (self._solve(name, 1), self._solve(name, -1)) for name in hidden}

    def _solve(self, name, sign):
        weights = np.zeros(len(self.names))
        weights[self.at[name]] = sign
        lowest, highest = zip(*(self._known(one) for one in self.names), strict=True)
        limits = [LinearConstraint(np.array(self.rows), self.low, self.high)] if self.rows else []
        found = milp(
            weights,
            integrality=np.ones(len(self.names)),
            bounds=Bounds(np.array(lowest), np.array(highest)),
            constraints=limits,
        )
        assert found.success, "what was published contradicts itself"
        return round(found.x[self.at[name]])

    def _known(self, name):
        (key, measure), n = name, self.published[name]
        if n is None and self.why[name] == "few":
            is_people = measure in ("n_people", "n_new", "n_repeat", "n_unnamed")
            return (0 if measure in ("n_new", "n_repeat") else 1, 7 if is_people else MOST)
        if n is None:
            return (8, MOST)
        if n == 0 or (ALL in key and self.margins_are_true):
            return (n, n)
        return (n - 2, n + 2)

    def _add(self, terms, low, high):
        row = np.zeros(len(self.names))
        for name, sign in terms:
            row[self.at[name]] = sign
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _sums(self, is_filtered):
        for (key, measure), place in product(self.names, range(len(self.by))):
            if key[place] == ALL:
                self._margin(key, measure, place, is_filtered)
        for key in {key for key, _measure in self.names}:
            self._row(key)

    def _margin(self, key, measure, place, is_filtered):
        parts = [one for one in self.names if one[1] == measure and one[0][place] != ALL]
        parts = [one for one in parts if (*key[:place], one[0][place], *key[place + 1 :]) == one[0]]
        margin, base = (key, measure), measure.partition(":")[0]
        name = kind_of(self.by[place])
        is_whole_time = name == "time" and measure == "n_new" and len(self.by) == 1 and not is_filtered
        if base in ADDS_UP[name] or is_whole_time:
            self._add([(margin, -1), *((one, 1) for one in parts)], 0, 0)
        elif measure == "n_people" or base not in ("n_new", "n_repeat"):
            self._add([(margin, -1), *((one, 1) for one in parts)], 0, np.inf)
            for one in parts:
                self._add([(margin, 1), (one, -1)], 0, np.inf)

    def _row(self, key):
        has = [measure for own, measure in self.names if own == key]
        if {"n_people", "n_new", "n_repeat"} <= set(has):
            self._add([((key, "n_people"), -1), ((key, "n_new"), 1), ((key, "n_repeat"), 1)], 0, 0)
        if "n_contacts" in has:
            inside = [m for m in ("n_people", "n_unnamed") if m in has]
            self._add([((key, "n_contacts"), 1), *(((key, m), -1) for m in inside)], 0, np.inf)
            for measure in has:
                if measure.startswith("done:"):
                    self._add([((key, "n_contacts"), 1), ((key, measure), -1)], 0, np.inf)


def too_narrow(attacker, least=3):
    """The hidden figures that the attacker pins down to fewer than `least` apart."""
    return {name: (low, high) for name, (low, high) in attacker.ranges().items() if high - low < least}
