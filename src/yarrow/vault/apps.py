from django.apps import AppConfig
from django.core import checks


class VaultConfig(AppConfig):
    name = "yarrow.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.vault import clock, jobs, lasting, machine, policies, privacy, pruning, standing, startup

        clock.ready()
        clock.carries("trail", pruning.steps)
        jobs.ready()
        machine.ready()
        lasting.ready()
        standing.ready()
        checks.register(privacy.check_declarations, checks.Tags.models, startup.TAG)
        checks.register(clock.check_clock, checks.Tags.models, startup.TAG)
        checks.register(policies.check_fences, checks.Tags.models, startup.TAG)
        for check in (
            startup.check_stretching,
            startup.check_keyring,
            startup.check_files,
            startup.check_room,
        ):
            checks.register(check, startup.TAG)
