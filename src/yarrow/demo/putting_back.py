"""In a copy of the town the server's own key is another: published words are sealed anew."""

from collections.abc import Iterable

from yarrow.alerts.actions import publishing
from yarrow.alerts.models import AlertText
from yarrow.alerts.states import PUBLISHED
from yarrow.demo import staffing
from yarrow.demo.scales import SCALES
from yarrow.demo.sign_ins import SignIn, staff_of
from yarrow.demo.warning_others import FIRST
from yarrow.staff.models import Membership, Project
from yarrow.vault import fence


def put_words_back(codes: Iterable[str]) -> None:
    """Of each of these projects, as its adviser."""
    for code in codes:
        project = Project.objects.get(code=code)
        with fence.around(project.id):
            texts = list(
                AlertText.objects.filter(project=project, state=PUBLISHED).select_related(
                    "alert__project", "project"
                )
            )
            if texts:
                _put_back(project, texts, staff_of(SCALES[code])[FIRST])


def _put_back(project: Project, texts: list[AlertText], sign_in: SignIn) -> None:
    place = Membership.objects.select_related("worker", "project").get(
        project=project, worker__email=sign_in.email
    )
    by = staffing.opened(place, sign_in)
    for text in texts:
        at = text.published_at or text.alert.drafted_at
        publishing.put_words_back(text=text, project=project, by=by, at=at)
