from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "yarrow.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.staff.actions import leaving
        from yarrow.vault.backups import shutting_out

        shutting_out.ends_places(leaving.leave_again)
