"""The trail's triggers. A later migration that remakes its tables on SQLite installs them again."""

from django.db import migrations

from yarrow.vault import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
