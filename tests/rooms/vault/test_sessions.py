"""Django's session contract over hashed ids, and the key that rides with a session."""

import base64
import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from django.utils import timezone

from tests.rooms.vault.holding import new_holder
from yarrow.vault import sealing, sessions, unlocking
from yarrow.vault.errors import Locked
from yarrow.vault.models import SealedSession
from yarrow.vault.sessions import SessionStore, hashed

pytestmark = pytest.mark.django_db


def fresh(store):
    """The same session as another request loads it."""
    return SessionStore(store.session_key)


@pytest.fixture
def store():
    made = SessionStore()
    made["bowl"] = "porridge"
    made.save()
    return made


class Browser:
    """A worker's browser over several requests: it keeps the two cookies."""

    def __init__(self):
        self.holder = new_holder()
        self.cookies = {}
        self.store = SessionStore()

    def request(self, seal=True):
        """A new request, with the session as the database has it and the key as the seal opens it."""
        request = HttpRequest()
        request.session = SessionStore(self.cookies.get("session"))
        if seal and "seal" in self.cookies:
            request.COOKIES[site.SEAL_COOKIE_NAME] = self.cookies["seal"]
        unlocking.refresh(request)
        return request

    def keep(self, request):
        """What the middleware does at the end."""
        request.session.save()
        self.cookies["session"] = request.session.session_key
        self.cookies["seal"] = getattr(request, "new_seal", self.cookies.get("seal"))

    def sign_in(self):
        request = self.request()
        unlocking.begin(request, self.private, self.holder.key.id)
        request.session["_auth_user_id"] = str(uuid4())
        unlocking.complete(request)
        self.keep(request)
        return self

    @property
    def private(self):
        return self.holder.actor().key._private


@pytest.fixture
def browser():
    return Browser().sign_in()


def test_saved_session_is_found_by_its_id_and_stored_by_its_hash(store):
    assert fresh(store)["bowl"] == "porridge"
    assert store.exists(store.session_key)
    row = SealedSession.objects.get()
    assert row.key_hash == hashlib.sha256(store.session_key.encode()).hexdigest()
    assert store.session_key not in str(list(SealedSession.objects.values()))


def test_unknown_session_is_empty_and_gets_an_id_of_ours():
    chosen = SessionStore("chosenbysomebodyelse")
    assert chosen.get("bowl") is None and chosen.session_key is None
    chosen["bowl"] = 1
    chosen.save()
    assert chosen.session_key not in (None, "chosenbysomebodyelse")


def test_cycle_key_keeps_contents_and_key_under_a_new_id(browser):
    request = browser.request()
    old = request.session.session_key
    request.session["bowl"] = "oats"
    request.session.cycle_key()
    browser.keep(request)
    assert browser.cookies["session"] != old and not request.session.exists(old)
    again = browser.request()
    assert again.session["bowl"] == "oats" and again.seal_state == unlocking.UNLOCKED


def test_flush_forgets_contents_key_and_row(browser):
    request = browser.request()
    request.session.flush()
    assert request.session.is_empty() and not SealedSession.objects.exists()
    assert request.session.keys_state.wrapped is None


def test_delete_of_another_session_leaves_this_one(store):
    other = SessionStore()
    other.create()
    store.delete(other.session_key)
    assert store.exists(store.session_key) and not store.exists(other.session_key)


def test_save_after_the_session_was_ended_elsewhere_is_an_error(store):
    late = fresh(store)
    late["bowl"] = "cold"
    store.delete()
    with pytest.raises(UpdateError):
        late.save()
    assert not SealedSession.objects.exists()


def test_session_ends_ten_hours_after_it_began_whatever_happens(store):
    row = SealedSession.objects.get()
    assert row.expires_at - row.started_at == timedelta(hours=10)
    later = fresh(store)
    later["bowl"] = "more"
    later.save()
    assert SealedSession.objects.get().expires_at == row.expires_at
    SealedSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert fresh(store).get("bowl") is None
    SessionStore.clear_expired()
    assert not SealedSession.objects.exists()


def test_save_does_not_undo_a_lock_by_another_request(browser):
    slow = browser.request()
    quick = browser.request()
    unlocking.lock(quick)
    quick.session.save()
    slow.session["bowl"] = "written slowly"
    slow.session.keys_state.seen_at = timezone.now()
    slow.session.save()
    assert SealedSession.objects.get().wrapped_key is None
    assert browser.request().seal_state == unlocking.ADD_ONLY
    assert browser.request().session["bowl"] == "written slowly"


def test_end_all_of_ends_every_session_of_a_worker_but_one(browser):
    worker = uuid4()
    SealedSession.objects.update(worker_id=worker)
    mine, strangers = SessionStore(), SessionStore()
    for made, owner in ((mine, worker), (strangers, uuid4())):
        made["_auth_user_id"] = str(owner)
        made.save()
    assert sessions.end_all_of(worker, but=mine.session_key) == 1
    assert mine.exists(mine.session_key) and strangers.exists(strangers.session_key)
    assert sessions.end_all_of(worker) == 1 and SealedSession.objects.count() == 1


def test_signed_in_session_opens_with_its_seal(browser):
    request = browser.request()
    assert request.seal_state == unlocking.UNLOCKED
    assert request.unlocked.holder_id == browser.holder.key.id


@pytest.mark.parametrize("seal", [None, "", "%%%", "é", "AAAA", base64.urlsafe_b64encode(bytes(32)).decode()])
def test_missing_or_wrong_seal_locks_and_ends_nothing(browser, seal):
    right = browser.cookies["seal"]
    browser.cookies["seal"] = seal
    request = browser.request(seal=seal is not None)
    assert (request.seal_state, request.unlocked) == (unlocking.ADD_ONLY, None)
    request.session.save()
    browser.cookies["seal"] = right
    assert browser.request().seal_state == unlocking.UNLOCKED


def test_second_seal_takes_over_from_the_first(browser):
    first = browser.cookies["seal"]
    request = browser.request()
    unlocking.unlock_again(request, browser.private)
    browser.keep(request)
    assert browser.cookies["seal"] != first and browser.request().seal_state == unlocking.UNLOCKED
    browser.cookies["seal"] = first
    assert browser.request().seal_state == unlocking.ADD_ONLY


def test_pending_key_waits_five_minutes_and_no_longer():
    browser = Browser()
    request = browser.request()
    unlocking.begin(request, browser.private, browser.holder.key.id)
    assert request.seal_state == unlocking.GONE and request.unlocked is None
    browser.keep(request)
    row = SealedSession.objects.get()
    assert row.wrapped_key is None and row.pending_until - timezone.now() <= timedelta(minutes=5)
    SealedSession.objects.update(pending_until=timezone.now() - timedelta(seconds=1))
    late = browser.request()
    with pytest.raises(Locked):
        unlocking.complete(late)
    browser.keep(late)
    assert SealedSession.objects.get().pending_key is None


def test_begin_again_drops_what_was_open(browser):
    request = browser.request()
    unlocking.begin(request, browser.private, browser.holder.key.id)
    browser.keep(request)
    assert SealedSession.objects.get().wrapped_key is None
    assert browser.request().seal_state == unlocking.ADD_ONLY


def test_unlock_again_needs_a_holder():
    request = Browser().request()
    with pytest.raises(Locked):
        unlocking.unlock_again(request, sealing.new_pair().private)


def test_idle_session_loses_its_wrapped_key(browser):
    quiet = timezone.now() - timedelta(seconds=site.IDLE_SECONDS + 1)
    SealedSession.objects.update(seen_at=quiet)
    request = browser.request()
    assert unlocking.drop_if_idle(request) and not unlocking.drop_if_idle(request)
    request.session.save()
    assert SealedSession.objects.get().wrapped_key is None
    assert browser.request().seal_state == unlocking.ADD_ONLY


def test_sweep_wipes_idle_and_unproven_keys_and_deletes_ended_sessions(browser):
    now = timezone.now()
    rows = [Browser().sign_in() for _ in range(3)]
    quiet, waiting, ended = (SealedSession.objects.filter(pk=hashed(row.cookies["session"])) for row in rows)
    quiet.update(seen_at=now - timedelta(hours=1))
    waiting.update(pending_key=b"key", pending_until=now - timedelta(seconds=1))
    ended.update(expires_at=now)
    sessions.sweep()
    assert quiet.get().wrapped_key is None and waiting.get().pending_key is None
    assert waiting.get().wrapped_key is not None and not ended.exists()
    assert browser.request().seal_state == unlocking.UNLOCKED


def test_unlocked_key_is_not_copied_anywhere(browser):
    import pickle

    unlocked = browser.request().unlocked
    assert repr(unlocked) == "[unlocked]"
    with pytest.raises(TypeError):
        pickle.dumps(unlocked)
