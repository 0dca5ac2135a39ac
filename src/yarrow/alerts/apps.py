from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "yarrow.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.alerts import (
            after_challenges,
            append_only,
            ending,
            feeding,
            feeds,
            key_look,
            lapsing,
            underway,
        )
        from yarrow.alerts.models import Member
        from yarrow.safety import independence, outcomes
        from yarrow.vault import blind, clock, findings, ledgers

        blind.keep("identity", Member)
        clock.carries(lapsing.RULE, lapsing.steps)
        clock.carries(ending.RULE, ending.steps)
        ledgers.keep(append_only.APPROVALS)
        feeds.fed_by(feeding.for_member)
        underway.taken_back_by(feeding.take_back)
        outcomes.follows(after_challenges.follow)
        independence.asks(after_challenges.accepted_by)
        findings.examines("key of checks", key_look.examine)
