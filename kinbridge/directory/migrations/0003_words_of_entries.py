from django.db import migrations

from kinbridge.directory.folding import ranked


def index(apps, schema_editor):
    """Entries made before there were search words get theirs."""
    Helper = apps.get_model("directory", "Helper")
    SearchWord = apps.get_model("directory", "SearchWord")
    for helper in Helper.objects.order_by("pk").iterator(chunk_size=500):
        found_by = ranked(helper.name, [helper.what_they_do, helper.where])
        SearchWord.objects.bulk_create(
            SearchWord(helper=helper, word=word, rank=rank) for word, rank in found_by.items()
        )


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_standard")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
