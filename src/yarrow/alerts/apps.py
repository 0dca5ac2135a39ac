from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "yarrow.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.alerts import (
            append_only,
            ending,
            feeding,
            feeds,
            key_look,
            lapsing,
            member_export,
            objections,
            putting_right,
            seconding,
            stopping,
            underway,
            withdrawing,
        )
        from yarrow.alerts.models import Member
        from yarrow.safety import counted, independence, withheld
        from yarrow.sending import asking
        from yarrow.vault import blind, clock, findings, ledgers

        member_export.ready()
        blind.keep("identity", Member)
        clock.carries(lapsing.RULE, lapsing.steps)
        clock.carries(ending.RULE, ending.steps)
        clock.carries(withdrawing.RULE, withdrawing.steps)
        ledgers.keep(append_only.APPROVALS)
        feeds.fed_by(feeding.for_member)
        underway.taken_back_by(feeding.take_back)
        findings.examines("key of checks", key_look.examine)
        independence.asks(objections.had_a_hand)
        independence.followed_by(objections.follow)
        counted.followed_by(putting_right.follow)
        withheld.followed_by(stopping.follow)
        asking.asks(stopping.before_sending)
        withheld.followed_by(seconding.follow)
        counted.parted_by(seconding.parted)
