import django.db.models.deletion
from django.db import migrations, models

from yarrow.people.naming import NAMING, NEW_STAMP
from yarrow.vault.following import run


def install(apps, schema_editor):
    connection = schema_editor.connection
    NAMING.install(connection)
    stamp = NEW_STAMP[connection.vendor]
    run(connection, f"INSERT INTO people_naming (project_id, stamp) SELECT id, {stamp} FROM staff_project")


def remove(apps, schema_editor):
    NAMING.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_people_as_listed'),
        ('staff', '0002_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='Naming',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='staff.project')),
                ('stamp', models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
