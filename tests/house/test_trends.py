"""Every chart over time is drawn with what happened outside; charts that are not over time are listed with why."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import SOURCE, Module, modules, plant

# Functions of ui that draw columns without marks; `trend` draws them with marks.
PLAIN = {"bars", "lines", "picture"}
# Where they are called → what the columns are, if not days or stretches of them.
NOT_OVER_TIME = {
    "community/trained.py:_picture": "answers 1 to 5",
    "contacts/views/workload.py:_picture": "workers",
    "evaluation/grant_progress.py:drawn": "lines of a grant",
    "evaluation/paper.py:picture": "rows without an axis; those of time go to `trend`",
    "evaluation/showing.py:picture_of": "zones, kinds and the like; months go to `trend`",
    "referrals/figures.py:_picture": "stages",
    "referrals/figures.py:of_pathway": "steps of a pathway",
    "surveys/results.py:_picture": "answers",
}


def plain_charts(top: Path) -> set[str]:
    """`room/drawer.py:function` of every call that draws a chart without marks, outside ui."""
    return {found for module in modules(top) if not module.name.startswith("ui/") for found in _calls(module)}


def _calls(module: Module) -> set[str]:
    imported = {
        name.asname or name.name
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.ImportFrom) and node.module == "yarrow.ui.charts"
        for name in node.names
        if name.name in PLAIN
    }
    found = set()
    for function in ast.walk(module.syntax):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _draws(node.func, imported):
                    found.add(f"{module.name}:{function.name}")
    return found


def _draws(called: ast.expr, imported: set[str]) -> bool:
    if isinstance(called, ast.Attribute):
        return isinstance(called.value, ast.Name) and called.value.id == "charts" and called.attr in PLAIN
    return isinstance(called, ast.Name) and called.id in imported


def test_trends_a_chart_without_marks_says_why_it_is_not_over_time() -> None:
    assert plain_charts(SOURCE) == set(NOT_OVER_TIME)


@pytest.mark.parametrize(
    "text",
    [
        "from yarrow.ui.charts import picture\n\n\ndef by_month():\n    return picture('met')\n",
        "from yarrow.ui.charts import bars as columns\n\n\ndef by_month():\n    return columns('met')\n",
        "from yarrow.ui import charts\n\n\ndef by_month():\n    return charts.lines('met')\n",
    ],
)
def test_trends_planted_chart_of_months_without_marks_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "contacts/planted.py", text)
    assert plain_charts(tmp_path) == {"contacts/planted.py:by_month"}
