from django.apps import AppConfig
from django.core import checks


class VaultConfig(AppConfig):
    name = "yarrow.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.vault import privacy

        checks.register(privacy.check_declarations, checks.Tags.models)
