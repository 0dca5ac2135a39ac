from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "yarrow.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.evaluation import lapsing
        from yarrow.vault import clock

        clock.carries(lapsing.RULE, lapsing.steps)
