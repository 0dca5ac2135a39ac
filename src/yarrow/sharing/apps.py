from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "yarrow.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.sharing import append_only, export, partings
        from yarrow.vault import forgetting, ledgers, telling

        telling.tell_all(export.TOLD, export.TRAIL)
        for ledger in append_only.LEDGERS:
            ledgers.keep(ledger)
        forgetting.before_rows_go(partings.write_down)
