"""Lists of the directory that rooms above and beside it share, which none of them may import from the other."""

import json
from pathlib import Path
from typing import Any

from yarrow.agencies import lists
from yarrow.people import purposes
from yarrow.plans import lists as plans

PURPOSES = Path(purposes.__file__).with_name("purposes.json")


def recipients() -> set[str]:
    """Whom a consent to share can name."""
    said: dict[str, Any] = json.loads(PURPOSES.read_text(encoding="utf-8"))
    return {one["code"] for one in said["recipients"]}


def test_needs_of_services_are_the_domains_of_plans_in_their_order() -> None:
    assert [item.code for item in lists.items("needs")] == [item.code for item in plans.items("domain")]


def test_every_kind_of_agency_falls_under_a_recipient_of_consent() -> None:
    known = recipients() - {"project", "network", "researchers"}
    assert {item.code: item.recipient for item in lists.items("kinds") if item.recipient not in known} == {}


def test_no_recipient_of_consent_is_without_a_kind_of_agency() -> None:
    named = {item.recipient for item in lists.items("kinds")}
    assert recipients() - {"project", "network", "researchers"} == named


def test_whom_the_work_is_about_are_agencies_like_any_other() -> None:
    wanted = {"sex_worker_led", "union", "labour_rights", "tax_advice", "debt_advice"}
    assert wanted <= lists.codes("kinds")
    assert {lists.recipient_of(kind) for kind in wanted} == {"support_service", "advice"}
