from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "yarrow.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.surveys import export
        from yarrow.surveys.models import Response
        from yarrow.vault import blind

        export.ready()
        blind.keep("notes", Response)
