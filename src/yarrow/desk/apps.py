from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yarrow.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.desk import queries
        from yarrow.desk.devices import take_check
        from yarrow.vault import inbox, unread

        inbox.opens("desk.check", take_check)
        unread.waits(queries.unread_entries)
