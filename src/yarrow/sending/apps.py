from django.apps import AppConfig


class SendingConfig(AppConfig):
    name = "yarrow.sending"
    label = "sending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.sending import export, health, letting_go
        from yarrow.vault.backups import shutting_out

        export.ready()
        health.ready()
        letting_go.ready()
        shutting_out.settles(letting_go.not_again)
