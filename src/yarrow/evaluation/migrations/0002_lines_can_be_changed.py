from django.db import migrations, models


def say_when(apps, schema_editor):
    """Lines that stand came with their grant: whatever left of it since, left with them."""
    for line in apps.get_model('evaluation', 'GrantLine').objects.select_related('grant'):
        line.added_at = line.grant.added_at
        line.save(update_fields=['added_at'])


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0001_initial'),
    ]

    operations = [
        migrations.AddField('grantline', 'version', models.PositiveIntegerField(default=1)),
        migrations.AddField('grantline', 'added_at', models.DateTimeField(null=True)),
        migrations.RunPython(say_when, migrations.RunPython.noop),
        migrations.AlterField('grantline', 'added_at', models.DateTimeField()),
    ]
