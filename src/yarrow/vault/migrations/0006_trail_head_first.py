"""On PostgreSQL the trail's next row waits for the head before it takes its number."""

from django.db import migrations

from yarrow.vault import append_only


def renew(apps, schema_editor):
    append_only.renew_functions(schema_editor.connection)


class Migration(migrations.Migration):
    # The version before does not notice.
    adds_only = True
    dependencies = [("vault", "0005_trail_head_follows")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
