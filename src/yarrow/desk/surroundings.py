"""What every page is told about where it stands: project, navigation, lock and theme."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from yarrow.desk.nav import links_for
from yarrow.desk.themes import chosen_theme
from yarrow.languages.queries import language_of, standing_lately
from yarrow.people.rules import ASSIGNERS
from yarrow.ui.languages import BY_CODE, ENGLISH

APP_NAME = "Yarrow"


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Works on any request, also one that never reached a view."""
    project = getattr(request, "project", None)
    membership = getattr(request, "membership", None)
    seal_state = getattr(request, "seal_state", "gone")
    nav = links_for(request)
    return {
        "app_name": project.app_name if project else APP_NAME,
        "project": project,
        "membership": membership,
        "role": membership.role if membership else "",
        "nav": nav,
        "nav_folded": [link for link in nav if link["is_folded"]],
        "seal_state": seal_state,
        "idle_seconds": settings.IDLE_SECONDS,
        "is_locked": seal_state == "add_only",
        "unlock_url": f"{reverse('entrance:unlock_session')}?{urlencode({'next': request.get_full_path()})}",
        "account_url": reverse("entrance:show_account") if seal_state != "gone" else "",
        "lock_url": reverse("entrance:lock_session") if seal_state == "unlocked" else "",
        # Pages of rooms below lead to the page that hands over what a worker leaves in every room.
        "hand_over_page": "desk:show_left_behind" if membership and membership.role in ASSIGNERS else "",
        # The pages that a device keeps for a room's page where there is no signal.
        "pad_page": "desk:show_pad",
        "pad_forms_page": "desk:show_questions_pad",
        "theme": chosen_theme(request),
        "theme_url": reverse("door:choose_theme"),
        "languages": [BY_CODE[code] for code, _name in settings.LANGUAGES],
        "language": BY_CODE.get(get_language() or "", BY_CODE[ENGLISH]),
        "language_url": reverse("door:choose_language"),
        **_draft(project, membership),
    }


def _draft(project: Any, membership: Any) -> dict[str, Any]:
    """What the foot of a page says of its language: nothing for English, or once it is signed off as it is."""
    language = language_of(get_language() or "")
    spoken = standing_lately(language) if language else None
    if spoken is None or spoken.is_settled:
        return {}
    here = project and membership and not membership.is_guest
    url = project.url("languages:list_languages") if here else reverse("drafts:explain_drafts")
    return {"draft": spoken, "draft_url": url}
