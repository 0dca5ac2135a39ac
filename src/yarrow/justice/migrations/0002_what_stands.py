from django.db import migrations

from yarrow.justice.append_only import ORDERS


def install(apps, schema_editor):
    ORDERS.install(schema_editor.connection)


def remove(apps, schema_editor):
    ORDERS.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('justice', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
