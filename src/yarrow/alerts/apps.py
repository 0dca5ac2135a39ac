from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "yarrow.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.alerts import key_look, lapsing
        from yarrow.alerts.models import Member
        from yarrow.vault import blind, clock, findings

        blind.keep("identity", Member)
        clock.carries(lapsing.RULE, lapsing.steps)
        findings.examines("key of checks", key_look.examine)
