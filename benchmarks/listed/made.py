"""A directory of a hundred thousand services, made up of words of offices; nobody's data."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

OFFICES = ("Health Post", "Clinic", "Police Post", "School", "Social Welfare Office", "Shelter",
           "Legal Aid Desk", "Birth Registration", "Centre de Santé", "مركز صحي", "স্বাস্থ্য কেন্দ্র",
           "የጤና ጣቢያ", "Poste de Police")  # fmt: skip
WHAT = ("outreach", "first aid", "counselling", "school fees", "legal advice", "safe night",
        "vaccination", "mothers’ group", "registration", "réunion des parents",
        "استشارة")  # fmt: skip
SYLLABLES = ("ka", "ma", "bo", "ne", "ti", "lu", "so", "fa", "re", "yo", "gbe", "wa")
LANGUAGES = (("Krio", "kri"), ("Temne", "tem"), ("Mende", "men"), ("Limba", "lia"))
BODIES = 2000


def documents(n: int) -> Iterator[dict[str, Any]]:
    """So many services, each whole; the same on every machine."""
    chance = random.Random(20261125)
    for number in range(n):
        yield _service(number, chance)


def _id(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 100) + number))


def _place(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _service(number: int, chance: random.Random) -> dict[str, Any]:
    body, place = chance.randrange(BODIES), _place(chance)
    language, code = chance.choice(LANGUAGES)
    return {
        "id": _id(1, number),
        "name": f"{chance.choice(OFFICES)} {place}",
        "description": ", ".join(chance.sample(WHAT, 3)),
        "status": "active",
        "last_modified": "2026-01-01T00:00:00Z",
        "minimum_age": 0,
        "phones": [{"id": _id(2, number), "number": f"076 {number % 1_000_000:06}"}],
        "languages": [{"id": _id(3, number), "name": language, "code": code}],
        "schedules": [
            {
                "id": _id(4, number), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR",
                "opens_at": "08:00", "closes_at": "16:00",
            }
        ],
        "organization": {
            "id": _id(5, body), "name": f"Body {body}", "description": "One of many.",
        },
        "service_at_locations": [
            {
                "id": _id(6, number),
                "location": {
                    "id": _id(7, number), "location_type": "physical", "name": place,
                    "latitude": 8 + number / 1_000_000, "longitude": -12.5,
                    "addresses": [
                        {
                            "id": _id(8, number), "address_1": place, "city": place,
                            "state_province": "North", "postal_code": "", "country": "SL",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
    }  # fmt: skip


def write(path: Path, n: int) -> int:
    """A file of so many services. Returns its size in bytes."""
    with path.open("w", encoding="utf-8") as out:
        for number, document in enumerate(documents(n)):
            out.write("[" if number == 0 else ",\n")
            out.write(json.dumps(document, ensure_ascii=False))
        out.write("]\n")
    return path.stat().st_size
