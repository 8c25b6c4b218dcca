from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profitability', '0005_statement_labels'),
    ]

    operations = [
        migrations.AddField(
            model_name='importfile',
            name='origins_key',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
