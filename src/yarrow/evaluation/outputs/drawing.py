"""The picture of a page as a drawing of its own: on paper there is no style sheet, so its colours go into it."""

# The day's colours (ui/tokens.json), as classes of the charts.
COLOURS = (
    "text{font-family:'Libertinus Serif';font-size:13px;fill:#1f2a30}"
    ".chart__grid{stroke:#ddd5c6}.chart__axis{stroke:#748087}"
    ".chart__bar{stroke:#1f2a30;stroke-width:1}"
    ".chart__missing{fill:none;stroke:#748087;stroke-dasharray:3 3}"
    ".chart__back{fill:#ffffff}"
    ".chart__ink--1{fill:#2f5d4a}.chart__ink--2{stroke:#8a5a00;fill:none}.chart__ink--3{fill:#5b3a5e}"
    ".chart__mark line{stroke:#1f2a30;stroke-dasharray:5 4}.chart__mark rect{fill:#1f2a30}"
    ".chart__number rect{fill:#ffffff;stroke:#1f2a30}"
    ".chart__ink--4{stroke:#a3301c;fill:none}.chart__ink--5{stroke:#55636a;fill:none}"
)


def as_drawing(svg: str) -> str:
    """A whole SVG document from the picture of a page."""
    head, rest = svg.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{COLOURS}</style>{rest}'
