from django.db import migrations

from yarrow.alerts.append_only import LEDGERS


def install(apps, schema_editor):
    for ledger in LEDGERS:
        ledger.install(schema_editor.connection)


def remove(apps, schema_editor):
    for ledger in LEDGERS:
        ledger.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0003_alerts'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
