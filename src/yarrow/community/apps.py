from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "yarrow.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.community import append_only, export, outside
        from yarrow.ui import happenings
        from yarrow.vault import ledgers

        export.ready()
        happenings.kept_by(outside.between)
        for ledger in append_only.LEDGERS:
            ledgers.keep(ledger)
