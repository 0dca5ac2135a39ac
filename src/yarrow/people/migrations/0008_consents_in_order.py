from django.db import migrations, models

from yarrow.people import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


def number(apps, schema_editor):
    """The rows that stand, in the order in which they were shown until now."""
    Consent = apps.get_model('people', 'Consent')
    last = {}
    for row in Consent.objects.order_by('project', 'added_at', 'id').only('id', 'project_id'):
        last[row.project_id] = last.get(row.project_id, 0) + 1
        Consent.objects.filter(pk=row.pk).update(n=last[row.project_id])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_age_said_on'),
    ]

    operations = [
        # On SQLite the table is made anew, and its triggers are lost: they are installed again at the end.
        migrations.RunPython(remove, install),
        migrations.AddField('consent', 'n', models.PositiveBigIntegerField(null=True)),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField('consent', 'n', models.PositiveBigIntegerField()),
        migrations.AlterModelOptions(name='consent', options={'ordering': ['-n']}),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('project', 'n'), name='consents_are_written_in_order'),
        ),
        migrations.RunPython(install, remove),
    ]
