"""Groups and offices answer; journeys; ties are told whom they join."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("directory", "0001_initial"),
        ("goals", "0001_initial"),
        ("linkage", "0002_ask_is_answered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AskAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("coming", "We will come to you, to talk"),
                            ("come", "Please come to us, to talk"),
                            ("more", "We need to know more first"),
                            ("elsewhere", "Another office can help you better"),
                            ("not_now", "We cannot do it now"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("when_on", models.DateField(blank=True, null=True)),
                ("when_words", models.CharField(blank=True, max_length=120)),
                ("when_sorts_on", models.DateField()),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "voice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("girls", "girls"),
                            ("boys", "boys"),
                            ("women", "women"),
                            ("men", "men"),
                            ("elders", "elders"),
                            ("people_with_disabilities", "people with disabilities"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "safe",
                    models.CharField(
                        choices=[("yes", "yes"), ("unsure", "not sure"), ("no", "no")],
                        max_length=8,
                    ),
                ),
                ("feels", models.TextField(blank=True)),
                ("tried", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Journey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "by_means",
                    models.CharField(
                        choices=[
                            ("foot", "on foot"),
                            ("bicycle", "by bicycle"),
                            ("motorbike", "by motorbike"),
                            ("boat", "by boat"),
                            ("car", "by car or lorry"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (15, "a quarter of an hour"),
                            (30, "half an hour"),
                            (60, "an hour"),
                            (120, "two hours"),
                            (180, "three hours"),
                            (300, "half a day"),
                            (600, "a day"),
                            (1440, "more than a day"),
                        ],
                        help_text="one way",
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="linkage",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="linkages",
                to="goals.activity",
            ),
        ),
        migrations.AddField(
            model_name="linkage",
            name="among",
            field=models.CharField(
                blank=True,
                choices=[
                    ("family", "family and relatives"),
                    ("peers", "friends of the same age"),
                    ("elders", "elders"),
                    ("groups", "people’s own groups"),
                    ("chief", "chiefs"),
                    ("school", "school"),
                    ("clinic", "clinic"),
                    ("police", "police"),
                    ("social_welfare", "social welfare"),
                    ("district", "others in the district"),
                    ("province", "others in the province"),
                    ("nation", "others in the nation"),
                    ("others", "somebody else"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="askanswer",
            name="ask",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="linkage.ask",
            ),
        ),
        migrations.AddField(
            model_name="askanswer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ask_answers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="groupanswer",
            name="linkage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="linkage.linkage",
            ),
        ),
        migrations.AddField(
            model_name="journey",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="community.community",
            ),
        ),
        migrations.AddField(
            model_name="journey",
            name="helper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="journeys",
                to="directory.helper",
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="linkage",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="linkage.linkage",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="community",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="community.community",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="helper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ties",
                to="directory.helper",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="is_shared",
            field=models.BooleanField(
                default=False,
                help_text="both are public offices: others may find their way by it",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="kind",
            field=models.CharField(
                choices=[
                    ("knows", "they know each other"),
                    ("reports_to", "the one reports to the other"),
                ],
                default="knows",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="knower",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="knows",
                to="directory.helper",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="since",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
