from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "yarrow.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.desk import front, queries
        from yarrow.desk.devices import take_check
        from yarrow.vault import inbox, telling, unread

        telling.tell_acts(
            {
                "desk.show_today": _("saw the name on Today"),
                "desk.show_left_behind": _("saw the name among the work somebody left"),
            }
        )
        inbox.opens("desk.check", take_check)
        unread.waits(queries.unread_entries)
        front.ready()
