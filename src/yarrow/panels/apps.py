from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "yarrow.panels"
    label = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.panels import export

        export.ready()
