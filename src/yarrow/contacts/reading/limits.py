"""How much a file may hold. Sizes in bytes; the reasons stand in docs/reference/import-reading-rules.md."""

MAX_UPLOAD = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
# Excel's own files shrink to a tenth or a twentieth; a bomb shrinks to a thousandth.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 60
MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_CELLS = 6_000_000
MAX_CELL_TEXT = 100_000
