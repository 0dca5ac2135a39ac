from django.db import migrations

from yarrow.safety.append_only import DECISIONS


def install(apps, schema_editor):
    DECISIONS.install(schema_editor.connection)


def remove(apps, schema_editor):
    DECISIONS.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('safety', '0004_matching'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
