from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yarrow.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from functools import partial

        from yarrow.people import append_only, clock, export, naming
        from yarrow.people.actions import left, reduce_person
        from yarrow.vault import clock as retention
        from yarrow.vault import inbox, ledgers

        inbox.opens(left.KIND, left.open_person)
        export.ready()
        retention.carries("last_contact", partial(clock.steps, reduce=reduce_person))
        ledgers.keep(append_only.CONSENTS)
        ledgers.keep(naming.NAMING)
