from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "yarrow.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.referrals import append_only, export
        from yarrow.vault import ledgers, telling

        telling.tell_all(export.TOLD, export.TRAIL)
        for ledger in append_only.LEDGERS:
            ledgers.keep(ledger)
