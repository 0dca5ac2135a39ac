"""Free text of the forum is looked through for people the project knows before it is kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from yarrow.methods import naming
from yarrow.panels.errors import CannotBe
from yarrow.people.name_book import NameBook
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

FIELDS = ("people.person.identity.called", "people.person.identity.full_name", "people.alias.identity.name")


def check_names_nobody(
    *,
    text: str,
    field: str,
    project: Project,
    by: Actor,
    at: datetime,
    is_nobody: bool = False,
) -> None:
    """Refuse what names somebody known here: a code or a name of several words always, one word unless the writer
    looked and says that it means nobody (`is_nobody`). Call it in the transaction of what keeps the text: that every
    name was looked through stands on the trail with it. Raises CannotBe, Locked, NoGrant.
    """
    if not text:
        return
    names, codes = NameBook(by, project).names_and_codes(by)
    if naming.whole_in(text, [*codes, *naming.of_several_words(names)]):
        raise CannotBe(
            _("This names somebody known here, or their code. The forum is about nobody: write it without."),
            field=field,
        )
    single = naming.single_in(text, names)
    if single and not is_nobody:
        raise CannotBe(
            _("Somebody known here is called “%s”. Write it without, or say below that it means nobody.")
            % single[0],
            field=field,
        )
    trail.note(project.id, by=by, act="panels.check_names", fields=FIELDS, at=at)
