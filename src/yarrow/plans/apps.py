from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "yarrow.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.plans import export
        from yarrow.vault import telling

        telling.tell_all(export.TOLD, export.TRAIL)
