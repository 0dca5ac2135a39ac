"""Pages of a member of alerts, on their own phone: coming in, what is warned of, and going."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yarrow.alerts import actions, feeds, phrases, stays
from yarrow.alerts.actions.own import MEMBER
from yarrow.pocket import showing
from yarrow.pocket.carrying import WORDING
from yarrow.pocket.member_door import STAY, AtMembers, asks, page
from yarrow.vault.keyring import KeyringBusy


@page("sign in with a phrase as a member, and read what is warned of", signed_in=False)
def enter(at: AtMembers) -> HttpResponse:
    """Asks for the phrase; then what is in force for this member."""
    if at.here is None and at.is_saved:
        with at.slowly() as may_go_on:
            if not may_go_on:
                at.wrong[""] = _("Very many try just now. Wait a few seconds, then try again.")
                return asks(at, 429)
            at.here = actions.enter(phrase=at.text("phrase"), project=at.project, at=at.at)
        if at.here is None:
            at.wrong["phrase"] = _("These words open nothing here. Look at them again.")
    return home(at) if at.here is not None else asks(at)


@page("choose a phrase as a member, with a code from the project", signed_in=False)
def begin(at: AtMembers) -> HttpResponse:
    """A code, and a phrase: one that is drawn for them, or their own words."""
    if at.is_saved:
        with at.slowly() as may_go_on:
            if not may_go_on:
                at.wrong[""] = _("Very many try just now. Wait a few seconds, then try again.")
                return _begins(at, 429)
            with at.saying_refusals():
                said = {"code": at.text("code"), "phrase": at.text("phrase")}
                at.here = actions.choose_phrase(**said, project=at.project, by=MEMBER, at=at.at)
                return home(at)
    return _begins(at)


@page("leave for good as a member", signed_in=True)
def leave(at: AtMembers) -> HttpResponse:
    """What goes, what can't be taken back, and then it is gone."""
    if not at.is_saved:
        return at.drawn("member_leaves", {})
    try:
        actions.leave(member=at.whom.member, project=at.project, by=MEMBER, at=at.at)
        is_whole = True
    except KeyringBusy:
        # Nothing opens any more; the next start of the server clears the last bytes.
        is_whole = False
    at.here = None
    return at.drawn("member_gone", {"is_whole": is_whole})


@page("leave a member's page quickly: ends their stay", signed_in=False)
def out(at: AtMembers) -> HttpResponse:
    """The token of the page is good no more, and the browser's memory is spoken of."""
    stays.end(at.project, at.text(STAY))
    return showing.away(at.request)


def home(at: AtMembers) -> HttpResponse:
    """What is in force for whoever is here."""
    member = at.whom.member
    is_quiet = member.quiet_until is not None and member.quiet_until > at.today
    context = {"items": feeds.feed(member, at.at), "quiet_until": member.quiet_until if is_quiet else None}
    return at.drawn("member_home", context)


def _begins(at: AtMembers, status: int = 200) -> HttpResponse:
    """The drawn words stay the same while the page is sent again."""
    drawn = at.text("drawn") if at.is_typed or WORDING in at.sent else ""
    context = {"drawn": drawn if len(drawn.split()) == 6 and len(drawn) < 80 else phrases.drawn()}
    return at.drawn("member_begins", context, status)
