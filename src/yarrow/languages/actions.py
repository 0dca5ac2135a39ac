"""Signing a translation off, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.languages import queries
from yarrow.languages.errors import NotToSign
from yarrow.languages.models import SignOff
from yarrow.staff.models import Project
from yarrow.ui.languages import Language
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def sign_off(*, project: Project, language: Language, by: Actor, at: datetime) -> SignOff:
    """Stand by the messages of a language as they are now; an earlier sign-off of the same worker is replaced.

    Raises NotToSign where nothing is translated.
    """
    digests = sorted(one.digest for one in queries.messages(language) if one.is_translated)
    if not digests:
        raise NotToSign(_("Nothing is translated into this language yet."))
    SignOff.objects.standing().filter(language=language.code, worker_id=by.id).update(withdrawn_at=at)
    signed = SignOff.objects.create(
        language=language.code, project=project, worker_id=by.id, signed_at=at, read="".join(digests)
    )
    trail.note(
        project.id,
        by=by,
        act="languages.sign_off",
        at=at,
        subject=signed.id,
        reason=f"messages: {len(digests)}",
    )
    queries.forget()
    return signed


@transaction.atomic
def withdraw_sign_off(*, project: Project, language: Language, by: Actor, at: datetime) -> None:
    """No longer stand by a language's messages. Raises NotToSign for whoever does not."""
    signed = SignOff.objects.standing().filter(language=language.code, worker_id=by.id).first()
    if signed is None:
        raise NotToSign(_("You have not signed this language off."))
    signed.withdrawn_at = at
    signed.save(update_fields=["withdrawn_at"])
    trail.note(project.id, by=by, act="languages.withdraw_sign_off", at=at, subject=signed.id)
    queries.forget()
