"""The directory as a file for others, as Open Referral UK: what the project said may be in it, and no more.

No address of anybody is in it: whoever needs it rings up. Of a confidential agency neither places nor descriptions
are in it. What was noted (really waiting, who is taken) is the project's own and stays.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from yarrow.agencies import lists
from yarrow.agencies.models import Agency, Service
from yarrow.staff.models import Project

STATUS = {lists.CLOSED_FOR_NOW: "temporarily closed"}
# The ids of parts are made from the service's, so that a part has the same one in every file.
SPACE = UUID("8b5a6c1e-0f53-4a53-9f0e-6d1d1f5f2a77")


def page_of(project: Project) -> dict[str, Any]:
    """Everything that may be given, as one page of services."""
    rows = Service.objects.of(project).filter(
        gone_on=None, agency__is_published=True, agency__is_closed=False
    )
    contents = [service_of(row) for row in rows.select_related("agency").order_by("name", "id")]
    n = len(contents)
    paging = {"total_items": n, "total_pages": 1, "page_number": 1, "size": n}
    return {**paging, "first_page": True, "last_page": True, "empty": not n, "contents": contents}


def service_of(service: Service) -> dict[str, Any]:
    """One service; empty fields are left out."""
    said = {
        "id": str(service.id),
        "name": service.name,
        "description": service.about if shows_words(service.agency) else "",
        "url": service.url,
        "email": service.email,
        "status": STATUS.get(service.status, service.status),
        "assured_date": service.assured_on.isoformat() if service.assured_on else "",
        "organization": organization_of(service.agency),
        "phones": _parts(service, "phone", [service.phone], lambda number: {"number": number}),
        "languages": _parts(service, "language", service.languages, _language),
        "service_areas": _parts(
            service,
            "area",
            service.places if shows_words(service.agency) else [],
            lambda name: {"name": name},
        ),
        "attributes": _parts(service, "need", service.needs, _need),
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def organization_of(agency: Agency) -> dict[str, Any]:
    """The agency; the standard wants a description."""
    kind = next(item.label for item in lists.items("kinds") if item.code == agency.kind)
    said = {
        "id": str(agency.id),
        "name": agency.name,
        "description": (agency.about if shows_words(agency) else "") or kind,
        "email": agency.email,
        "website": agency.url,
    }
    return {name: value for name, value in said.items() if value}


def shows_words(agency: Agency) -> bool:
    """Whether what is said in free words may leave: of a confidential agency it could say where it is."""
    return not agency.is_confidential


def _parts(service: Service, sort: str, said: Iterable[str], part: Any) -> list[dict[str, Any]]:
    return [{"id": str(uuid5(SPACE, f"{service.id} {sort} {one}")), **part(one)} for one in said if one]


def _language(code: str) -> dict[str, str]:
    return {"code": code, "name": next(item.label for item in lists.items("languages") if item.code == code)}


def _need(code: str) -> dict[str, Any]:
    label = next(item.label for item in lists.items("needs") if item.code == code)
    term = {"id": str(uuid5(SPACE, code)), "name": label, "term": code, "taxonomy": lists.TAXONOMY}
    return {"link_type": "service", "taxonomy_term": term}
