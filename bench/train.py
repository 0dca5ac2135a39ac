"""Learn the weights of `yarrow.methods.incidents` from invented registers, and write them down.

    python -m bench.train            prints what is learnt
    python -m bench.train --write    writes src/yarrow/methods/incidents/weights.json

Shares of mates and of others at each level are counted on registers made with several settings (what people see and
say differs from town to town). How much each comparison counts beside the others (`worth`) is then fitted so that
mates come before the likeliest strangers: a conditional logit (McFadden 1974), since what one witness sees hangs
together.
"""

import argparse
import json
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.incidents import Corpus, Settings, corpus
from yarrow.methods.incidents import Book, Described, Weights
from yarrow.methods.incidents.weights import FILE

TOWNS = (
    Settings(),
    Settings(phone=0.35, alias=0.55, plate=0.1, said=0.9),
    Settings(phone=0.6, alias=0.35, plate=0.2, mistyped=0.1, right=0.93, areas=120),
    Settings(phone=0.45, alias=0.45, said=0.75, areas=25, years=10),
)
STRANGERS = 120
# As if each level had been seen so often, so that none is impossible.
SMOOTH = 4.0
# A level that fewer pairs than this reached says nothing either way.
FEWEST_MET = 20
ORDERED = ("phone", "plate", "online")


def known(corpus_: Corpus, weights: Weights | None = None) -> Book:
    """A match book of a whole register."""
    book = Book(weights)
    for one in corpus_.reports:
        book.add(one)
    return book


def shares(corpora: list[Corpus], weights: Weights, most: int = 1500) -> Weights:
    """The weights with the shares that these registers truly have, and every worth as it was."""
    mates: dict[str, NDArray[Any]] = {name: np.zeros(len(f.mates)) for name, f in weights.fields.items()}
    others = {name: np.zeros(len(f.mates)) for name, f in weights.fields.items()}
    for one in corpora:
        book, truth = known(one, weights), one.mates()
        rows = {described.key: row for row, described in enumerate(one.reports)}
        for asked in [described for described in one.reports if described.key in truth][:most]:
            theirs = [rows[key] for key in truth[asked.key]]
            for field, _, levels in book.levels(asked):
                size = len(mates[field]) + 1
                mates[field] += np.bincount(levels[theirs], minlength=size)[1:]
                others[field] += np.bincount(levels, minlength=size)[1:]
    made = {
        name: _fields(mates[name], others[name], name in ORDERED)
        for name in weights.fields
        if mates[name].sum()
    }
    traits = [name for name in made if name.startswith("trait.")]
    any_trait = (sum(mates[name] for name in traits), sum(others[name] for name in traits))
    made["trait"] = _fields(*map(np.asarray, any_trait))
    made["words"] = {"mates": [1.0], "others": [1.0], "worth": weights.fields["words"].worth}
    return Weights.read({"fields": made, "alike": weights.alike, "suggest": weights.suggest})


def _fields(mates: NDArray[Any], others: NDArray[Any], is_ordered: bool = False) -> dict[str, Any]:
    """Shares of both. A level that training hardly met says nothing; of `ORDERED`, what the one below says."""
    is_met = mates + others >= FEWEST_MET
    others = np.maximum(others - mates, 0) + 1e-3
    of_others = others / others.sum()
    smoothed = mates + SMOOTH * np.maximum(of_others, 1e-5)
    of_mates = np.where(is_met, smoothed / smoothed.sum(), np.maximum(of_others, 1e-6))
    of_others = np.maximum(of_others, 1e-6)
    if is_ordered:
        of_mates = of_others * np.maximum.accumulate(of_mates / of_others)
    return {
        "mates": [float(f"{share:.3g}") for share in of_mates],
        "others": [float(f"{share:.3g}") for share in of_others],
        "worth": 1.0,
    }


def worths(corpora: list[Corpus], weights: Weights, most: int = 700) -> dict[str, float]:
    """How much each field's bits should count, fitted so that mates come first."""
    fields = sorted(weights.fields)
    questions = [question for one in corpora for question in _questions(one, weights, fields, most)]

    def loss(x: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        total, slope = 0.05 * float(((x - 0.9) ** 2).sum()) * len(questions) / 100, np.zeros_like(x)
        slope += 0.1 * (x - 0.9) * len(questions) / 100
        for facts, is_mate in questions:
            scores = facts @ x * np.log(2)
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            right = odds[is_mate].sum()
            total -= float(np.log(right + 1e-300))
            slope -= np.log(2) * ((odds * is_mate / (right + 1e-300) - odds) @ facts)
        return total, slope

    fit = minimize(
        loss, np.full(len(fields), 0.9), jac=True, method="L-BFGS-B", bounds=[(0.0, 1.6)] * len(fields)
    )
    return {name: round(float(x), 2) for name, x in zip(fields, fit.x, strict=True)}


def _questions(
    one: Corpus, weights: Weights, fields: list[str], most: int
) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """For each description with a mate: bits by field of its mates and of the likeliest strangers."""
    book, truth = known(one, weights), one.mates()
    rows = {described.key: row for row, described in enumerate(one.reports)}
    found = []
    for asked in [described for described in one.reports if described.key in truth][:most]:
        theirs = [rows[key] for key in truth[asked.key]]
        bits = book.bits(asked)
        top = np.argpartition(-bits, STRANGERS)[:STRANGERS]
        chosen = np.array([*theirs, *(row for row in top if row not in theirs and row != rows[asked.key])])
        facts = np.zeros((len(chosen), len(fields)), dtype=np.float32)
        for name, column in _bits_by_field(book, asked, chosen).items():
            worth = weights.field(name).worth or 1.0
            facts[:, fields.index(name)] = column / worth
        found.append((facts, np.arange(len(chosen)) < len(theirs)))
    return found


def _bits_by_field(book: Book, asked: Described, rows: NDArray[Any]) -> dict[str, NDArray[np.float32]]:
    total: dict[str, NDArray[np.float32]] = defaultdict(lambda: np.zeros(len(rows), dtype=np.float32))
    for field, column in book.parts(asked):
        total[field] = total[field] + column[rows]
    return total


def learn(corpora: list[Corpus], start: Weights) -> Weights:
    """Shares first, then worths."""
    flat = _with(start, dict.fromkeys(start.fields, 1.0))
    counted = shares(corpora, flat)
    fitted = worths(corpora, counted)
    fitted["trait"] = round(float(np.mean([fitted[name] for name in fitted if name.startswith("trait.")])), 2)
    return _with(counted, fitted)


def _with(weights: Weights, worth: dict[str, float]) -> Weights:
    return Weights.read(
        {
            "fields": {
                name: {"mates": field.mates, "others": field.others, "worth": worth[name]}
                for name, field in weights.fields.items()
            },
            "alike": weights.alike,
            "suggest": weights.suggest,
        }
    )


def content(weights: Weights) -> dict[str, Any]:
    """As the file has it."""
    return {
        "about": "Learnt by bench/train.py from invented registers (bench/incidents.py); no real report was used.",
        "suggest": weights.suggest,
        "alike": weights.alike,
        "fields": {
            name: {"mates": list(field.mates), "others": list(field.others), "worth": field.worth}
            for name, field in sorted(weights.fields.items())
        },
    }


def main() -> None:
    """Learn on towns that no measurement uses (seeds from 900)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--reports", type=int, default=4000)
    asked = parser.parse_args()
    towns = [corpus(asked.reports, 900 + n, how) for n, how in enumerate(TOWNS)]
    learnt = learn(towns, Weights.shipped())
    text = json.dumps(content(learnt), indent=1) + "\n"
    print(text)
    if asked.write:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
