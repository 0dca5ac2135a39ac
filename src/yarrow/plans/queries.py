"""What the project arranged."""

from yarrow.plans.models import Arrangement, FirstNeeds
from yarrow.staff.models import Project


def first_needs(project: Project) -> FirstNeeds | None:
    """The rule that holds; None before the first."""
    return FirstNeeds.objects.filter(project=project).first()


def sign_off(project: Project) -> dict[str, bool]:
    """Whether plans are signed off, as its form begins."""
    arrangement = Arrangement.objects.filter(project=project).first()
    return {"is_wanted": arrangement is not None and arrangement.wants_sign_off}
