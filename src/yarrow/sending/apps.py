from django.apps import AppConfig


class SendingConfig(AppConfig):
    name = "yarrow.sending"
    label = "sending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.sending import export, health, letting_go

        export.ready()
        health.ready()
        letting_go.ready()
