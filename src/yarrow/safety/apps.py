from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "yarrow.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.safety import append_only, inbox_openers
        from yarrow.vault import ledgers

        inbox_openers.ready()
        ledgers.keep(append_only.CHOICES)
        ledgers.keep(append_only.DECISIONS)
