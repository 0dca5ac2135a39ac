"""Forms come in, get versions, come into use and go out of it. What stands in a version never changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.measures import carrying, catalogue, codes, rules
from yarrow.measures.errors import CannotBe
from yarrow.measures.importing import Brought, digest_of
from yarrow.measures.models import FormVersion, ProjectForm
from yarrow.measures.reading import form_of
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def keep_form(*, brought: Brought, project: Project, by: Actor, at: datetime) -> FormVersion:
    """Keep what was brought, as the next version of the form of that address. The same again is the same version."""
    rules.check_may_keep_forms(by, project)
    pack = brought.pack
    if pack is not None:
        if brought.open_slots:
            raise CannotBe(_("Say for every question of the measure which one it is."))
        use = catalogue.use_in(project, pack)
        if use.state == catalogue.HIDDEN:
            raise CannotBe(use.reason, field="pack")
    trail.hold(project.id)
    url = brought.form.url or f"urn:uuid:{digest_of(brought.raw)}"
    form, _made = ProjectForm.objects.get_or_create(
        project=project,
        url=url[:300],
        defaults={"pack": pack.id if pack else "", "made_by": by.id, "made_at": at},
    )
    if form.pack != (pack.id if pack else ""):
        raise CannotBe(_("A form of this address is here already as something else."), field="pack")
    last = form.versions.first()
    if last is not None and last.digest == brought.digest and last.slots == dict(brought.slots):
        return last
    version = FormVersion(
        title=str(brought.form.title)[:200] or (pack.name if pack else url[:200]),
        questionnaire=brought.raw,
        digest=brought.digest,
        languages=brought.languages,
        fidelity={
            tag: {
                "says": one.state,
                "items": list(one.differing),
                "traps": list(one.traps),
                "why": one.reason,
            }
            for tag, one in brought.fidelity.items()
        },
        slots=dict(brought.slots),
        dangers=last.dangers if last is not None and pack is None else {},
    )
    return _next(form, version, "measures.keep_form", project, by, at)


@transaction.atomic
def mark_dangers(
    *, version: FormVersion, dangers: Mapping[str, Sequence[str]], project: Project, by: Actor, at: datetime
) -> FormVersion:
    """A new version of the same words, after whose marked answers the next page is the safe response."""
    rules.check_may_keep_forms(by, project)
    rules.check_here(project, version)
    form = form_of(version)
    kept = {key: sorted(set(chosen)) for key, chosen in dangers.items() if chosen}
    for key, chosen in kept.items():
        item = form.by_id.get(key)
        if item is None or any(item.option(code) is None for code in chosen):
            raise CannotBe(_("Choose among the answers of this form."))
    if kept == version.dangers:
        return version
    same = ("title", "questionnaire", "digest", "languages", "fidelity", "slots")
    made = FormVersion(**{name: getattr(version, name) for name in same}, dangers=kept)
    return _next(version.form, made, "measures.mark_dangers", project, by, at)


@transaction.atomic
def publish_version(*, version: FormVersion, project: Project, by: Actor, at: datetime) -> FormVersion:
    """It comes into use, and the one that was in use goes out of it. Begun fillings go on with theirs."""
    rules.check_may_keep_forms(by, project)
    row = _held(version, project)
    rules.check_can_publish(row)
    before = FormVersion.objects.filter(form=row.form).in_use()
    before.update(withdrawn_at=at, withdrawn_reason="replaced")
    row.published_at = at
    row.save(update_fields=["published_at"])
    trail.note(project.id, by=by, act="measures.publish_version", at=at, subject=row.id)
    return row


@transaction.atomic
def withdraw_version(
    *, version: FormVersion, reason: str, project: Project, by: Actor, at: datetime
) -> FormVersion:
    """Nothing more begins with it; what was answered stays. Withdrawn twice, the first one stands."""
    rules.check_may_keep_forms(by, project)
    rules.check_one_of(reason, codes.listed("withdraw_reasons"), _("Say why."), "reason")
    row = _held(version, project)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_reason = at, reason
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        trail.note(project.id, by=by, act="measures.withdraw_version", at=at, subject=row.id, reason=reason)
    return row


@transaction.atomic
def carry_form(
    *, form: ProjectForm, is_carried: bool, project: Project, by: Actor, at: datetime
) -> ProjectForm:
    """Whether devices keep the words of this form, to ask it without a signal."""
    rules.check_may_keep_forms(by, project)
    rules.check_here(project, form)
    row = ProjectForm.objects.select_for_update().get(pk=form.pk)
    if is_carried and any(carrying.is_repeating(one) for one in row.versions.in_use()):
        raise CannotBe(
            _(
                "A group of this form is filled in several times. That needs a signal, so devices can't keep it."
            )
        )
    if row.is_carried != is_carried:
        row.is_carried = is_carried
        row.save(update_fields=["is_carried"])
        act = "measures.carry_form" if is_carried else "measures.leave_form"
        trail.note(project.id, by=by, act=act, at=at, subject=row.id)
    return row


def _held(version: FormVersion, project: Project) -> FormVersion:
    rules.check_here(project, version)
    # The form first: two of its versions put into use at once come one after the other.
    ProjectForm.objects.select_for_update().get(pk=version.form_id)
    return FormVersion.objects.select_for_update().get(pk=version.pk)


def _next(
    form: ProjectForm, version: FormVersion, act: str, project: Project, by: Actor, at: datetime
) -> FormVersion:
    ProjectForm.objects.select_for_update().get(pk=form.pk)
    last = FormVersion.objects.filter(form=form).aggregate(last=Max("n"))["last"]
    version.form, version.project, version.n = form, project, (last or 0) + 1
    version.made_by, version.made_at = by.id, at
    version.save(force_insert=True)
    trail.note(project.id, by=by, act=act, at=at, subject=version.id)
    return version
