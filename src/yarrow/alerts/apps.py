from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "yarrow.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.alerts import append_only, ending, lapsing, member_export
        from yarrow.alerts.models import Member
        from yarrow.vault import blind, clock, ledgers

        member_export.ready()
        blind.keep("identity", Member)
        clock.carries(lapsing.RULE, lapsing.steps)
        clock.carries(ending.RULE, ending.steps)
        ledgers.keep(append_only.APPROVALS)
