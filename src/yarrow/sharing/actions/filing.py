"""A file in a package: a copy made anew goes with it, the original stays sealed here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yarrow.sharing import links, lists
from yarrow.sharing.actions.shares import Fact
from yarrow.sharing.errors import CannotBe, NoPackage
from yarrow.sharing.models import Package, PackageFile
from yarrow.vault import documents, sealing, trail
from yarrow.vault.actors import Actor


@dataclass(frozen=True)
class Attached:
    """A file as it came, and the copy that is shared."""

    original: bytes = field(repr=False)
    copy: documents.Copy


@dataclass(frozen=True)
class Fetched:
    """What a partner takes: its kind, and its bytes."""

    kind: str
    content: bytes = field(repr=False)


def attach(content: bytes) -> Attached:
    """The file with its copy. It takes a moment: call it before the transaction. Raises refusals of `documents`."""
    return Attached(content, documents.shared_copy(content))


def check_fits(facts: Iterable[Fact], file: Attached | None) -> None:
    """A file, and what it is about: neither without the other."""
    is_said = any(fact.code in lists.about_files() for fact in facts)
    if file is not None and not is_said:
        raise CannotBe(
            _("Choose what the file is about: it leaves only as far as they agreed."), field="facts"
        )
    if is_said and file is None:
        raise CannotBe(_("Choose the file, or leave it out of what is shared."), field="file")


def keep(package: Package, file: Attached, token: str, by: Actor, at: datetime) -> PackageFile:
    """Seal both; called in the transaction that makes the package. Raises Locked, NoGrant, Erased."""
    row = PackageFile(project_id=package.project_id, person=package.person, package=package)
    row.kind, row.added_by, row.added_at = file.copy.kind, by.id, at
    row.sealed.put("notes.original", file.original, by.unlocked)
    packed = sealing.pack_file(file.copy.content)
    row.shared = sealing.seal(links.key_of(token), packed, _place(row))
    row.save(force_insert=True)
    return row


def kind_of(package: Package) -> str:
    """What the package's file is; "" where it has none. Its bytes stay in the database."""
    return PackageFile.objects.filter(package=package).values_list("kind", flat=True).first() or ""


def fetched(package: Package, token: str, by: Actor, at: datetime) -> Fetched:
    """The shared copy; one time of so many, on the trail. The package is held by the caller. Raises NoPackage."""
    row = PackageFile.objects.defer("original").filter(package=package).first()
    if row is None or row.n_fetched >= package.most_openings:
        raise NoPackage()
    row.n_fetched += 1
    row.save(update_fields=["n_fetched"])
    told: dict[str, Any] = {"subject": package.person_id, "at": at, "fields": ["sharing.packagefile.shared"]}
    trail.note(package.project_id, by=by, act="sharing.fetch_file", **told)
    packed = sealing.open_sealed(links.key_of(token), bytes(row.shared), _place(row))
    return Fetched(row.kind, sealing.unpack(packed))


def _place(row: PackageFile) -> bytes:
    """What the ciphertext is bound to, so that it opens in no other row."""
    return sealing.bound_to("yarrow package file", row.project_id, row.package_id, row.pk)
