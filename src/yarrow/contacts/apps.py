from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "yarrow.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.contacts import append_only, export, inbox_openers, reckoning, unnamed
        from yarrow.contacts.importing import lapsing, pages
        from yarrow.vault import clock, ledgers, unread

        inbox_openers.ready()
        export.ready()
        ledgers.keep(append_only.MOVEMENTS)
        ledgers.keep(reckoning.RECKONING)
        unread.waits(pages.unread_files)
        clock.carries(lapsing.RULE, lapsing.steps)
        clock.carries(unnamed.RULE, unnamed.steps)
