from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "yarrow.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.contacts import export, inbox_openers
        from yarrow.contacts.importing import pages
        from yarrow.vault import unread

        inbox_openers.ready()
        export.ready()
        unread.waits(pages.unread_files)
