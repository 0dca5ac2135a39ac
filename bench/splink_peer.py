"""The peer: Splink 5 on the same register, unsupervised, as its documentation recommends.

The same facts in columns, brought to one spelling by the same code; twelve blocking rules; u by random sampling, m by
expectation maximisation; term frequencies for numbers, plates, names and makes. Splink is MIT-licensed and is
installed for this benchmark only.
"""

import time
from typing import Any

import pandas as pd
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

from bench.incidents import TRAITS
from yarrow.methods import names
from yarrow.methods.incidents import Described, identifiers

RULES: tuple[tuple[str, ...], ...] = (
    ("phone",),
    ("substr(phone, -4)",),
    ("plate",),
    ("substr(plate, 1, 4)",),
    ("substr(plate, -3)",),
    ("online",),
    ("name", "place"),
    ("name", "hours"),
    ("name", "vehicle_make"),
    ("vehicle_make", "vehicle_colour", "place"),
    ("place", "hours", "looks", "build"),
    ("accent", "hair", "build", "place"),
)


def table(reports: list[Described]) -> pd.DataFrame:
    """One row a report."""
    rows = []
    for one in reports:
        name = names.parts(one.names[0]) if one.names else ()
        rows.append(
            {
                "unique_id": one.key,
                "phone": (identifiers.phone(one.phones[0]) if one.phones else "").strip("*") or None,
                "plate": (identifiers.plate(one.plates[0]) if one.plates else "").strip("*") or None,
                "online": (identifiers.online(one.online[0]) if one.online else "") or None,
                "name": name[0] if name else None,
                "age": sum(one.age) / 2 if one.age else None,
                "height": sum(one.height) / 2 if one.height else None,
                "place": one.place or None,
                "hours": one.hours or None,
                "day": float(one.day.toordinal()) if one.day else None,
                "methods": sorted(one.methods) or None,
                "kinds": sorted(one.kinds) or None,
                "marks": sorted(one.marks) or None,
                **{trait: one.traits.get(trait) for trait in TRAITS},
            }
        )
    return pd.DataFrame(rows)


def _near(column: str, *edges: int) -> Any:
    return compare.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            levels.NullLevel(column),
            *(
                levels.CustomLevel(
                    f"abs({column}_l - {column}_r) <= {edge}", label_for_charts=f"within {edge}"
                )
                for edge in edges
            ),
            levels.ElseLevel(),
        ],
    )


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.ExactMatch("phone").configure(term_frequency_adjustments=True),
            compare.LevenshteinAtThresholds("plate", [3]).configure(term_frequency_adjustments=True),
            compare.LevenshteinAtThresholds("online", [1]),
            compare.JaroWinklerAtThresholds("name", [0.91]).configure(term_frequency_adjustments=True),
            _near("age", 2, 5, 9, 14),
            _near("height", 3, 6, 10, 15),
            _near("day", 7, 30, 90, 365),
            compare.ExactMatch("place").configure(term_frequency_adjustments=True),
            compare.ExactMatch("hours"),
            compare.ArrayIntersectAtSizes("methods", [2, 1]),
            compare.ArrayIntersectAtSizes("kinds", [1]),
            compare.ArrayIntersectAtSizes("marks", [2, 1]),
            *(compare.ExactMatch(trait).configure(term_frequency_adjustments=True) for trait in TRAITS),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_matching_columns=False,
    )


class Peer:
    """A trained linker over one register."""

    def __init__(self, reports: list[Described]) -> None:
        self._api = DuckDBAPI()
        self._frame = table(reports)
        self._known = self._api.register(self._frame)
        self.linker = Linker(self._known, settings(), log_level="ERROR")
        train = self.linker.training
        train.estimate_probability_two_random_records_match(
            [block_on("phone"), block_on("plate")], recall=0.18
        )
        train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (("phone",), ("name", "place"), ("place", "looks", "vehicle_make")):
            train.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), record_sample_proportion=1.0
            )

    def first_five(self) -> dict[str, list[str]]:
        """For each report, the five that Splink finds likeliest."""
        pairs = self.linker.inference.predict(threshold_match_weight=-20).as_pandas_dataframe()
        both = pd.concat(
            [
                pairs[["unique_id_l", "unique_id_r", "match_weight"]].set_axis(["a", "b", "w"], axis=1),
                pairs[["unique_id_r", "unique_id_l", "match_weight"]].set_axis(["a", "b", "w"], axis=1),
            ]
        )
        best = both.sort_values("w", ascending=False, kind="stable").groupby("a").head(5)
        return {key: list(group["b"]) for key, group in best.groupby("a", sort=False)}

    def seconds_of_one(self, new: list[Described]) -> list[float]:
        """How long `predict_between` of one record against all takes, for each."""
        for column in ("phone", "plate", "name", "place", *TRAITS):
            self.linker.table_management.compute_tf_table(column)
        took = []
        for number, one in enumerate(new):
            frame = table([one]).astype(self._frame.dtypes.to_dict())
            frame["unique_id"] = f"new-{number}"
            asked = self._api.register(frame)
            started = time.perf_counter()
            self.linker.inference.predict_between(self._known, asked).as_pandas_dataframe()
            took.append(time.perf_counter() - started)
        return took
