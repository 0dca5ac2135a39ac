from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "yarrow.justice"
    label = "justice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.justice import append_only, export
        from yarrow.vault import ledgers

        export.ready()
        ledgers.keep(append_only.ORDERS)
