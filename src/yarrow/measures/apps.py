from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "yarrow.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.measures import append_only, export
        from yarrow.vault import ledgers

        export.ready()
        for ledger in append_only.LEDGERS:
            ledgers.keep(ledger)
