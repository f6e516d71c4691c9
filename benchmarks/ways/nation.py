"""A made-up nation: 100,000 communities, 20,000 helpers, 1,000,000 ties, the same each time."""

import random
import uuid
from collections.abc import Iterator

from django.core.management import call_command
from django.utils import timezone

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.linkage.models import Tie
from kinbridge.places.models import Area
from kinbridge.places.operations import add_area, add_country

COMMUNITIES, TIES = 100_000, 1_000_000
DISTRICTS, CHIEFDOMS = 16, 192
IN_NATION, IN_DISTRICT, IN_CHIEFDOM = 200, 60, 98  # offices each
FROM_PEOPLE = 7  # ties of people of each community; the rest join helpers
LEVELS = [["Nation", "nation"], ["District", "district"], ["Chiefdom", "chiefdom"]]
HOW_WELL = ["close", "known", "known", "heard_of"]


class Nation:
    """Its places and who is there, by number."""

    def __init__(self) -> None:
        self.chance = random.Random(20_261_125)
        self.chiefdoms: list[Area] = []
        self.offices: list[list[int]] = []  # of the nation, then of each district and chiefdom

    def make(self) -> None:
        """Write all of it into the database."""
        call_command("migrate", verbosity=0)
        self._places()
        self._communities()
        for many in (self._from_people(), self._between_helpers()):
            Tie.objects.bulk_create(many, batch_size=5_000)

    def _places(self) -> None:
        country = add_country(
            code="XX", name="A Made-up Nation", levels=LEVELS, languages=["en"]
        )

        def area(parent: Area | None, name: str, pcode: str) -> Area:
            return add_area(
                country=country, parent=parent, name=name, pcode=pcode, key=uuid.uuid4()
            )

        nation = area(None, "Nation", "XX")
        districts = [area(nation, f"District {n}", f"XX{n:02}") for n in range(DISTRICTS)]
        self.chiefdoms = [
            area(districts[n % DISTRICTS], f"Chiefdom {n}", f"XX{n % DISTRICTS:02}{n:03}")
            for n in range(CHIEFDOMS)
        ]
        places = [(nation, "nation", IN_NATION)]
        places += [(one, "district", IN_DISTRICT) for one in districts]
        places += [(one, "chiefdom", IN_CHIEFDOM) for one in self.chiefdoms]
        for place, level, n in places:
            made = Helper.objects.bulk_create(
                Helper(
                    name=f"Office {k} of {place}", kind="role", formality="formal",
                    level=level, area=place,
                )
                for k in range(n)
            )  # fmt: skip
            self.offices.append([one.pk for one in made])

    def _communities(self) -> None:
        now = timezone.now()
        made = Community.objects.bulk_create(
            (
                Community(
                    name=f"Village {n}", kind="village", area=self.chiefdoms[n % CHIEFDOMS],
                    language="en", welcomed_at=now,
                )
                for n in range(COMMUNITIES)
            ),
            batch_size=5_000,
        )  # fmt: skip
        self.communities = [one.pk for one in made]

    def _near(self, chiefdom: int) -> tuple[list[int], list[int]]:
        return self.offices[1 + DISTRICTS + chiefdom], self.offices[1 + chiefdom % DISTRICTS]

    def _from_people(self) -> Iterator[Tie]:
        choose = self.chance.choice
        for n, community in enumerate(self.communities):
            here, district = self._near(n % CHIEFDOMS)
            for k in range(FROM_PEOPLE):
                yield Tie(
                    community_id=community, who="a teacher", how_well=choose(HOW_WELL),
                    helper_id=choose(here if k < FROM_PEOPLE - 1 else district),
                )  # fmt: skip

    def _between_helpers(self) -> Iterator[Tie]:
        """Of ten, six within a chiefdom, three up to the district, one up to the nation; one
        in five known to the one community only that told it."""
        chance, choose = self.chance, self.chance.choice
        for n in range(TIES - COMMUNITIES * FROM_PEOPLE):
            chiefdom = n % CHIEFDOMS
            here, district = self._near(chiefdom)
            far = chance.random()
            knower = choose(here if far < 0.9 else district)
            above = here if far < 0.6 else district if far < 0.9 else self.offices[0]
            helper = choose(above)
            while helper == knower:
                helper = choose(above)
            teller = self.communities[chiefdom + CHIEFDOMS * chance.randrange(500)]
            yield Tie(
                community_id=teller, knower_id=knower, helper_id=helper,
                how_well=choose(HOW_WELL), is_shared=n % 5 > 0,
            )  # fmt: skip
