from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "yarrow.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.safety import append_only, export, inbox_openers
        from yarrow.safety.actions import erasing
        from yarrow.vault import forgetting, ledgers

        export.ready()
        inbox_openers.ready()
        forgetting.before_rows_go(erasing.before_rows_go)
        ledgers.keep(append_only.CHOICES)
        ledgers.keep(append_only.DECISIONS)
