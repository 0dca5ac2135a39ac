"""A second scorer: each published rule written out by hand, in plain sums, without reading a pack.

Each function takes the answers of one paper, in the order of its questions (None: no answer), and gives every scale and
conclusion by its name; None where the rule gives nothing.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

Row = Sequence[int | None]
Told = dict[str, object]


def whole(row: Row) -> list[int] | None:
    """The answers, when there are all."""
    return None if None in row else [answer for answer in row if answer is not None]


def added(row: Row) -> int | None:
    answers = whole(row)
    return None if answers is None else sum(answers)


def rosenberg(row: Row) -> Told:
    """1 worth, 2 qualities, 3 failure, 4 able, 5 proud, 6 attitude, 7 satisfied, 8 respect, 9 useless, 10 no good."""
    answers = whole(row)
    if answers is None:
        return {"total": None, "total-10-40": None}
    points = 0
    for number, agrees in enumerate(answers, start=1):
        points += (3 - agrees) if number in (3, 5, 8, 9, 10) else agrees
    as_one_to_four = sum(
        {0: 1, 1: 2, 2: 3, 3: 4}[3 - agrees if number in {3, 5, 8, 9, 10} else agrees]
        for number, agrees in enumerate(answers, start=1)
    )
    return {"total": points, "total-10-40": as_one_to_four}


def phq9(row: Row) -> Told:
    nine = row[:9]
    told: Told = {"total": added(nine), "major": None, "other": None, "symptoms-1-8": None}
    eight = whole(nine[:8])
    if eight is not None:
        told["symptoms-1-8"] = len([answer for answer in eight if answer in (2, 3)])
    if None not in nine:
        present = [
            answer is not None and answer >= (1 if number == 9 else 2)
            for number, answer in enumerate(nine, 1)
        ]
        heart = present[0] or present[1]
        told["major"] = heart and sum(present) >= 5
        told["other"] = heart and 2 <= sum(present) <= 4
    return told


def phq8(row: Row) -> Told:
    return {"total": added(row)}


def gad7(row: Row) -> Told:
    return {"total": added(row)}


def cesd(row: Row) -> Told:
    answers = whole(row)
    if answers is None:
        return {"total": None}
    points = {True: (3, 2, 1, 0), False: (0, 1, 2, 3)}
    return {
        "total": sum(points[number in (4, 8, 12, 16)][answer] for number, answer in enumerate(answers, 1))
    }


def pcl5(row: Row) -> Told:
    clusters = {"b": row[0:5], "c": row[5:7], "d": row[7:14], "e": row[14:20]}
    told: Told = {"total": added(row)}
    for name, part in clusters.items():
        told[f"cluster-{name}"] = added(part)
        answers = whole(part)
        told[f"symptoms-{name}"] = None if answers is None else sum(1 for answer in answers if answer > 1)
    present = [answer is not None and answer >= 2 for answer in row]
    met = any(present[0:5]) and any(present[5:7]) and sum(present[7:14]) >= 2 and sum(present[14:20]) >= 2
    return told | {"provisional": None if None in row else met}


def pclc(row: Row) -> Told:
    clusters = {"b": row[:5], "c": row[5:12], "d": row[12:]}
    told: Told = {"total": added(row)}
    for name, part in clusters.items():
        told[f"cluster-{name}"] = added(part)
        answers = whole(part)
        told[f"symptoms-{name}"] = None if answers is None else sum(1 for answer in answers if answer > 2)
    present = [answer is not None and answer >= 3 for answer in row]
    met = sum(present[:5]) >= 1 and sum(present[5:12]) >= 3 and sum(present[12:]) >= 2
    return told | {"provisional": None if None in row else met}


def pcptsd5(row: Row) -> Told:
    event, *five = row
    if event is None:
        return {"total": None}
    if event == 0:
        return {"total": 0 if five == [None] * 5 else None}
    return {"total": None if None in five else five.count(1)}


def k10(row: Row) -> Told:
    return {"total": added(row)}


def ons4(row: Row) -> Told:
    return dict(zip(("satisfied", "worthwhile", "happy", "anxious"), row, strict=True))


def audit(row: Row) -> Told:
    return {"total": added(row)}


def core10(row: Row) -> Told:
    points = [
        None if answer is None else (4 - answer if number in (2, 3) else answer)
        for number, answer in enumerate(row, 1)
    ]
    there = [point for point in points if point is not None]
    return {"clinical": Fraction(10 * sum(there), len(there)) if len(there) >= 9 else None}


def wemwbs(row: Row) -> Told:
    return {"total": added(row)}


METRIC = """
    7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25 19.98 20.73 21.54 22.35
    23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00
"""


def swemwbs(row: Row) -> Told:
    raw = added(row)
    return {"metric": None if raw is None else Fraction(METRIC.split()[raw - 7])}


def reqol10(row: Row) -> Told:
    answers = whole(row[:10])
    if answers is None:
        return {"total": None}
    one, two, three, four, five, six, seven, eight, nine, ten = answers
    return {"total": two + four + five + seven + eight + ten + 16 - one - three - six - nine}


def brs(row: Row) -> Told:
    answers = whole(row)
    if answers is None:
        return {"mean": None}
    one, two, three, four, five, six = answers
    return {"mean": Fraction(one + (6 - two) + three + (6 - four) + five + (6 - six), 6)}


def itq(row: Row) -> Told:
    told: Told = {"ptsd-sum": added(row[:6]), "dso-sum": added(row[9:15]), "ptsd": None, "cptsd": None}
    if None not in row:
        high = [answer is not None and answer >= 2 for answer in row]

        def side(first: int) -> bool:
            pairs = all(high[at] or high[at + 1] for at in (first, first + 2, first + 4))
            return pairs and True in high[first + 6 : first + 9]

        told["ptsd"] = side(0) and not side(9)
        told["cptsd"] = side(0) and side(9)
    return told


def sds(row: Row) -> Told:
    return {"total": added(row)}


def christo(row: Row) -> Told:
    return {"total": added(row)}


def bsi(row: Row) -> Told:
    return {"raw": added(row)}


def eq5d(row: Row) -> Told:
    return {"vas": row[5]}


def top(row: Row) -> Told:
    letters = {"1": "abcdefgh", "2": "abc", "3": "abcdef", "4": "abcdefg"}
    return dict(zip((part + letter for part in letters for letter in letters[part]), row, strict=True))


SECOND: dict[str, Callable[[Row], Told]] = {
    "rosenberg": rosenberg,
    "phq-9": phq9,
    "phq-8": phq8,
    "gad-7": gad7,
    "ces-d": cesd,
    "pcl-5": pcl5,
    "pcl-c": pclc,
    "pc-ptsd-5": pcptsd5,
    "k10": k10,
    "ons4": ons4,
    "audit": audit,
    "audit-c": audit,
    "core-10": core10,
    "wemwbs": wemwbs,
    "swemwbs": swemwbs,
    "reqol-10": reqol10,
    "brs": brs,
    "itq": itq,
    "sds": sds,
    "christo": christo,
    "bsi-anxiety": bsi,
    "eq-5d-5l": eq5d,
    "top": top,
}
