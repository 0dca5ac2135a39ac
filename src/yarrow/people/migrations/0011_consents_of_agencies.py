from django.db import migrations, models

from yarrow.people import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_papers'),
    ]

    operations = [
        # The triggers name the columns that they guard: they are installed again with the new one.
        migrations.RunPython(remove, install),
        migrations.AddField('consent', 'agency', models.UUIDField(blank=True, null=True)),
        migrations.RunPython(install, remove),
    ]
