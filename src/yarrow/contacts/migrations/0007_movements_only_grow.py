from django.db import migrations

from yarrow.contacts.append_only import MOVEMENTS


def install(apps, schema_editor):
    MOVEMENTS.install(schema_editor.connection)


def remove(apps, schema_editor):
    MOVEMENTS.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0006_session_versions'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
