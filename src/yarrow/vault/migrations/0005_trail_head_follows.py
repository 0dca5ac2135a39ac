"""The trail's triggers anew: the head follows the row that is added."""

from django.db import migrations

from yarrow.vault import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_due_jobs")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
