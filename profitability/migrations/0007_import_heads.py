from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profitability', '0006_import_origins'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfile',
            name='head_key',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='importfile',
            name='is_typed',
            field=models.BooleanField(default=False),
        ),
    ]
