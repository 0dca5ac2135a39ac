"""The ways in which a paper leaves. All are drawn from the same `Paper`, so all carry the same figures."""

from yarrow.evaluation.outputs.csv_file import as_csv
from yarrow.evaluation.outputs.json_text import as_json
from yarrow.evaluation.outputs.pdf_file import as_pdf
from yarrow.evaluation.outputs.xlsx_file import as_xlsx

# format → (how it is written, what the browser is told)
OUTPUTS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
    "json": (as_json, "application/json"),
}

__all__ = ["OUTPUTS", "as_csv", "as_json", "as_pdf", "as_xlsx"]
