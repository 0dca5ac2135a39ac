"""A paper as CSV: the table first, so that programs read it; the words below it, after an empty line."""

import csv
import io

from yarrow.evaluation.outputs.harmless import harmless
from yarrow.evaluation.paper import Paper, shown


def as_csv(paper: Paper) -> bytes:
    """UTF-8 with a mark at its start, which Excel needs to read it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(harmless, (*paper.heads, *paper.measures)))
    for line in paper.lines:
        writer.writerow([*map(harmless, line.names), *map(shown, line.figures)])
    writer.writerow([])
    for words in (paper.title, paper.project, paper.finding, *paper.caveats, paper.source):
        writer.writerow([harmless(words)])
    return out.getvalue().encode("utf-8-sig")
