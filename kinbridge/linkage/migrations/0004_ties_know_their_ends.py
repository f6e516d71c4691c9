"""Each tie is told its community and its helper, which its linkage knew so far."""

from django.db import migrations


def say_ends(apps, schema_editor):
    for tie in apps.get_model("linkage", "Tie").objects.select_related("linkage__goal"):
        tie.community_id = tie.linkage.goal.community_id
        tie.helper_id = tie.linkage.helper_id
        tie.save(update_fields=["community", "helper"])


def say_linkage(apps, schema_editor):
    """Back: ties between two helpers hang on no linkage, and go."""
    ties = apps.get_model("linkage", "Tie").objects
    linkages = apps.get_model("linkage", "Linkage").objects.order_by("pk")
    ties.filter(knower__isnull=False).delete()
    for tie in ties.all():
        tie.linkage = linkages.filter(
            goal__community=tie.community_id, helper=tie.helper_id
        ).first()
        tie.save(update_fields=["linkage"])


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0003_answers_and_journeys"),
    ]

    operations = [migrations.RunPython(say_ends, say_linkage)]
