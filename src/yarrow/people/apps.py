from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yarrow.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.people import append_only, export
        from yarrow.people.actions import left
        from yarrow.vault import inbox, ledgers

        inbox.opens(left.KIND, left.open_person)
        export.ready()
        ledgers.keep(append_only.CONSENTS)
