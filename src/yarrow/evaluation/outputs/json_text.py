"""A paper as JSON: the same figures for programs; null is a hidden one."""

import json

from yarrow.evaluation.paper import Paper


def as_json(paper: Paper) -> bytes:
    """One object, indented."""
    said = {
        "title": paper.title,
        "project": paper.project,
        "marked": paper.source,
        "finding": paper.finding,
        "columns": [*paper.heads, *paper.measures],
        "rows": [[*line.names, *line.figures] for line in paper.lines],
        "does_not_tell": list(paper.caveats),
        "definitions": dict(paper.definitions),
    }
    return (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()
