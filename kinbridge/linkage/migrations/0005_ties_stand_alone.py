"""Ties no longer hang on a linkage."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0004_ties_know_their_ends"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="tie",
            name="linkage",
        ),
        migrations.AlterField(
            model_name="tie",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="community.community",
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="helper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="directory.helper",
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="who",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(
                condition=models.Q(("knower__isnull", False)),
                fields=["knower", "helper", "how_well", "is_shared", "community"],
                name="linkage_tie_from_knower",
            ),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(
                condition=models.Q(("knower__isnull", False)),
                fields=["helper", "knower", "how_well", "is_shared", "community"],
                name="linkage_tie_to_helper",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("knower__isnull", True), models.Q(("who", ""), _negated=True)),
                    models.Q(("knower__isnull", False), ("who", "")),
                    _connector="OR",
                ),
                name="linkage_tie_has_one_knower",
            ),
        ),
    ]
