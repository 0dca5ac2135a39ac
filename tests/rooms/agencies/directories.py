"""Directories written to the shape of Open Referral UK 3, with invented services."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

SPACE = UUID(int=7)
OTHERS = Path(__file__).parent / "feeds" / "service.json"
STREET = "14 Marker Lane"


def published() -> dict[str, Any]:
    """A service that nobody here wrote."""
    found: dict[str, Any] = json.loads(OTHERS.read_text(encoding="utf-8"))
    return found


def organization(name: str = "Harbour Advice", **said: Any) -> dict[str, Any]:
    about = f"{name} is a charity."
    return {"id": str(uuid5(SPACE, name)), "name": name, "description": about, **said}


def service(name: str = "Debt clinic", agency: str = "Harbour Advice", **said: Any) -> dict[str, Any]:
    """Whole, as its own page has it."""
    address = {"address_1": STREET, "city": "Yarrow Town", "postal_code": "YT1 2AB"}
    whole = {
        "id": str(uuid5(SPACE, f"{agency} {name}")),
        "name": name,
        "description": f"{name} for anybody.",
        "status": "active",
        "url": "https://harbour.example/debt",
        "email": "post@harbour.example",
        "assured_date": "2025-09-01",
        "organization": organization(agency),
        "phones": [{"id": "1", "number": "01632 960 001"}],
        "languages": [{"id": "1", "code": "ro"}, {"id": "2", "name": "Polish"}],
        "service_areas": [{"id": "1", "name": "Harbourside"}],
        "service_at_locations": [{"id": "1", "location": {"id": "1", "addresses": [{"id": "1", **address}]}}],
        "attributes": [{"id": "1", "taxonomy_term": {"id": "1", "name": "Debt and arrears"}}],
    }
    return {**whole, **said}


def slim(row: dict[str, Any]) -> dict[str, Any]:
    """The same as a list has it."""
    parts = ("languages", "service_areas", "service_at_locations", "attributes", "phones")
    return {name: value for name, value in row.items() if name not in parts}


def page(rows: list[Any], number: int = 1, of: int = 1) -> dict[str, Any]:
    ends = {"first_page": number == 1, "last_page": number >= of, "empty": not rows}
    return {"total_items": len(rows) * of, "total_pages": of, "page_number": number, "contents": rows, **ends}
