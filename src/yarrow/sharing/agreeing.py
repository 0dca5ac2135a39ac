"""What pages of agreements show: how each stands today, who signed, what it covers in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people import purposes
from yarrow.sharing import covering
from yarrow.sharing.models import Agreement, Signature
from yarrow.staff.models import Project

MOST = 400


@dataclass(frozen=True)
class AgreementShown:
    """One agreement and how it stands on a day. `kind`: the colour of its tag; "" where all is well."""

    agreement: Agreement
    day: date

    @property
    def is_live(self) -> bool:
        return self.agreement.terms.is_live(self.day)

    @property
    def is_over(self) -> bool:
        return self.agreement.terms.is_over(self.day)

    @property
    def stands(self) -> str:
        """In words that say what it covers now."""
        terms = self.agreement.terms
        if terms.ended_on is not None and self.day >= terms.ended_on:
            return _("Ended, covers nothing")
        if self.day > terms.expires_on:
            return _("Run out, covers nothing")
        if self.day < terms.starts_on:
            return _("Not begun, covers nothing")
        if terms.ends_soon(self.day):
            return _("Runs out soon")
        return _("To be looked at again") if self.agreement.is_to_review(self.day) else _("In force")

    @property
    def kind(self) -> str:
        if not self.is_live:
            return "overdue"
        is_near = self.agreement.terms.ends_soon(self.day) or self.agreement.is_to_review(self.day)
        return "due" if is_near else "done"

    @property
    def covers(self) -> str:
        names = {one.code: one.name for one in purposes.purposes()}
        return ", ".join(names.get(code, code) for code in self.agreement.purposes)

    @property
    def about(self) -> str:
        return ", ".join(purposes.label("categories", code) for code in self.agreement.categories)

    @property
    def signatures(self) -> list[Signature]:
        return list(self.agreement.signatures.all())

    @property
    def n_signed(self) -> int:
        """How many agencies it covers on the day."""
        terms = self.agreement.terms
        return len({one.agency for one in terms.signed if terms.has_signed(one.agency, self.day)})


def listed(project: Project, day: date) -> list[AgreementShown]:
    """Every agreement: those that run out or ran out first among their like, by their last day; over ones last."""
    found = [AgreementShown(one, day) for one in covering.agreements_of(project)]
    return sorted(found, key=lambda one: (not one.is_live, one.agreement.expires_on, one.agreement.name))


def agencies_to_sign(agreement: Agreement) -> list[Agency]:
    """Agencies of the directory that have not signed, by name."""
    signed = agreement.signatures.filter(left_on=None).values("agency")
    return list(Agency.objects.of(agreement.project).still_there().exclude(pk__in=signed)[:MOST])
