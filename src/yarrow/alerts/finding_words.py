"""What the leak checker's codes say to a worker: why something is risky, and who could be guessed or harmed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: dict[str, Promise] = {
    "verbatim": _("These are the reporter's own words."),
    "phrase": _("The report says it in the same words."),
    "word": _("The report has this word too."),
    "day": _("This is a day. The month is enough."),
    "hour": _("This is an hour. Leave it out."),
    "place": _("This place is finer than the area."),
    "setting": _("This says where the reporter works."),
    "few": _("Fewer than ten people are known in that area and setting."),
    "name": _("Somebody whom you know has this name."),
    "own_number": _("This number is that of a member or of somebody whom you know."),
    "names_person": _("The report gives the number of a member or of somebody whom you know."),
    "phone": _("This is a number. Numbers belong in checks."),
    "digits": _("This may be part of a number."),
    "plate": _("This may be a plate. Plates belong in checks."),
    "online": _("This is an address or a handle. They belong in checks."),
    "legal": _("Only a court may say this. Say what was done."),
    "ethnicity": _("By itself this fits very many. Say more of how they look, or leave it out."),
}
WHO: dict[str, Promise] = {
    "reporter": _("Whoever was there, and people close to the reporter, could guess who reported."),
    "person": _("It could point at somebody whom you support."),
    "accused": _("It names or accuses somebody, who may be the wrong one."),
    "others": _("It could harm people who have nothing to do with it."),
}
