"""The guard on a phone finds what the server's finds, as far as its rules go, and no more."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from kinbridge.foundation import guard
from kinbridge.foundation.guard_on_phones import rules
from kinbridge.foundation.tests import test_guard
from tools.example_server import Server

# What only the server looks for: houses, positions, a name that somebody's is.
SERVER_ALONE = re.compile(r"house|hse|compound|street|\bname is\b|\d\.\d{3}", re.IGNORECASE)
PARTS = (
    "Fatmata", "Sorie", "aunt", "their uncle", "girls", "fourteen", "is 14", "aged 9,",
    "years old", "076 555 123", "2024-2025", "10 000 Le", "ans", "âgée de", "Chief", "Ebola",
    "pikin", "fɔtin ia", "named", "عمرها", "١٤ سنة", "عمها", "اسمها", "مريم", "and",
    ".", "(12)", "we met", "in March", "Oncle Mamadou", "daughter of", "class 5", "three",
    "elders",
)  # fmt: skip

LOOK = """async ([rules, texts]) => {
  const { Guard } = await import("/static/web/phone/guarding.js");
  const list = document.createElement("ul");
  for (const [rule, textContent] of Object.entries(rules)) {
    const one = Object.assign(document.createElement("li"), { textContent });
    one.dataset.rule = rule;
    list.append(one);
  }
  const guard = new Guard(list);
  return texts.map((text) => guard.look(text));
}"""


def examples() -> Iterator[str]:
    """The texts of the server's own tests."""
    for test in vars(test_guard).values():
        for mark in getattr(test, "pytestmark", []):
            if mark.name == "parametrize" and mark.args[0] == "text":
                yield from mark.args[1]


def made_up(seed: int) -> str:
    chance = Random(seed)
    return " ".join(chance.choices(PARTS, k=chance.randint(3, 9)))


@pytest.fixture(scope="module")
def on_a_phone(server: Server, browser: Browser) -> Iterator[Any]:
    page = browser.new_page(base_url=server.url)
    page.goto("/sign-in/")
    yield lambda texts: page.evaluate(LOOK, [rules(), texts])
    page.close()


@pytest.mark.parametrize("texts", [[*examples()], [made_up(seed) for seed in range(1000)]])
def test_both_guards_mark_the_same_words(on_a_phone: Any, texts: list[str]) -> None:
    marked = 0
    for text, found in zip(texts, on_a_phone(texts), strict=True):
        words = {hit.words for hit in guard.look(text, region="SL")}
        known = {one for one in words if not SERVER_ALONE.search(one)}
        phones = {
            one for one in known if re.search(r"\d{3}", one)
        }  # a numbering plan of its own
        assert known - phones <= set(found) <= words, text
        marked += bool(found)
    assert len(texts) / 4 < marked < len(texts)


def test_the_longest_text_is_looked_through_at_once(on_a_phone: Any) -> None:
    text = "Aunt Sorie 14 " * 290
    assert on_a_phone([text])[0]
