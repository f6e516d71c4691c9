"""Searches the directory as one types, and prints how long each answer took: run apart."""

import json
import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
django.setup()

from kinbridge.directory.folding import words_of  # noqa: E402
from kinbridge.directory.models import Helper, SearchWord  # noqa: E402
from kinbridge.directory.search import found  # noqa: E402

ASKED = 600
SHOWN = 25


def typed(chance: random.Random) -> str:
    """What somebody has typed so far: one to three beginnings of words of one entry."""
    last = Helper.objects.order_by("-pk").values_list("pk", flat=True)[0]
    helper = Helper.objects.filter(pk__lte=chance.randint(1, last)).order_by("-pk").first()
    words = words_of(f"{helper.name} {helper.what_they_do}") if helper else []
    some = chance.sample(words, min(len(words), chance.randint(1, 3)))
    return " ".join(word[: chance.randint(1, max(1, len(word)))] for word in some)


def main() -> None:
    chance = random.Random(7)
    asked = [typed(chance) for _ in range(ASKED)] + ["a", "s", "h s", "c p", "first c", "ال"]
    took = []
    for words in asked:
        began = time.perf_counter()
        hits = found(Helper.objects.listed(), words)
        shown = (
            Helper.objects.filter(pk__in=hits).nearest_first().select_related("area")[:SHOWN]
        )
        list(shown)
        took.append((time.perf_counter() - began, words, len(hits)))
    took.sort()
    answer = {
        "p50": took[len(took) // 2][0],
        "p95": took[int(len(took) * 0.95)][0],
        "worst": took[-1][0],
        "worst_words": took[-1][1],
        "none": sum(1 for _t, _w, hits in took if not hits),
        "words": SearchWord.objects.count(),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
