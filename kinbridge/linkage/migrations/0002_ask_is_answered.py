from django.db import migrations, models


def note_answers(apps, schema_editor):  # type: ignore[no-untyped-def]
    asks = apps.get_model("linkage", "Ask").objects
    asks.exclude(linkage__state="asked").update(is_answered=True)


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ask",
            name="is_answered",
            field=models.BooleanField(
                default=False,
                help_text="a step, a meeting or an answer was recorded after it",
            ),
        ),
        migrations.RunPython(note_answers, migrations.RunPython.noop, elidable=True),
    ]
