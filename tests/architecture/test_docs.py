"""The documents know what the code knows: roles, deeds, parts, models, and what is kept."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from kinbridge.community.models import Gathering
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed, Role
from tests.architecture.house import HOUSE, ROOT, part_of, shown
from tests.cast import Cast, Doer, when
from tools import dictionary

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
GUIDES = sorted((DOCS / "guides").glob("*.md"))
HEADINGS = ["Context", "Decision", "Rejected alternatives", "Consequences"]

LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<to>[^)#\s]+)(?:#[^)]*)?\)")
# Somebody's folders, somebody's package index, somebody's network.
PRIVATE = re.compile(
    r"(?<![\w.>)/])/(?:home|mnt|opt|root|tmp|Users|work)/"
    r"|index-url|/simple\b|\b(?:pypi|npmjs|pythonhosted)\b"
    r"|\b(?!127\.|0\.)\d{1,3}(?:\.\d{1,3}){3}\b"
)


def _said(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def _explained() -> set[str]:
    """The words that ``docs/words.md`` explains, each a row of its tables."""
    rows = re.findall(r"^\| ([^|]+) \|", _said("words.md"), re.MULTILINE)
    return {word.strip() for row in rows for word in row.split(",")}


def _in_words(name: str) -> str:
    """``ReturnOfFindings`` as people say it."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def test_every_role_is_explained() -> None:
    assert {str(role.label) for role in Role} <= _explained()


def test_every_model_is_explained() -> None:
    models = {m.__name__ for m in apps.get_models() if part_of(m.__module__)}
    assert {name for name in models if _in_words(name) not in _explained()} == set()


def test_every_part_is_explained() -> None:
    parts = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert parts <= _explained()


def test_every_deed_is_listed() -> None:
    assert {deed.value for deed in Deed if f"`{deed.value}`" not in _said("deeds.md")} == set()


@pytest.mark.parametrize("page", ["data-dictionary.md", "deeds.md", "script-digests.md"])
def test_generated_pages_are_fresh(page: str) -> None:
    assert _said(page) == dictionary.pages()[page], "run: python -m tools.dictionary"


def test_every_field_is_explained() -> None:
    silent = re.findall(
        r"^\| (`\w+`) \| [^|]+ \|\s*(?:may be empty)? \|$",
        _said("data-dictionary.md"),
        re.MULTILINE,
    )
    assert silent == [], "give it a help_text, or say it in tools/dictionary.py"


def test_borrowed_tables_are_explained() -> None:
    models = {m._meta.label for m in apps.get_models() if not part_of(m.__module__)}
    assert models == set(dictionary.BORROWED)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_tells_what_was_weighed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    number = int(page.name[:4])
    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(text.split()) <= 550, "more than a page"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_is_two_pages_and_says_what_is_not_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.split()) <= 1000
    assert "## What you do not see, and why" in text


def test_every_page_is_in_the_index() -> None:
    linked = {match["to"] for match in LINK.finditer(_said("README.md"))}
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")} - {"README.md"}
    assert pages - linked == set()


def test_links_between_pages_lead_somewhere() -> None:
    dead = [
        f"{shown(page)}: {match['to']}"
        for page in PAGES
        for match in LINK.finditer(page.read_text(encoding="utf-8"))
        if not (page.parent / match["to"]).exists()
    ]
    assert dead == []


def test_pages_name_nobodys_machine() -> None:
    named = [
        f"{shown(page)}: {match[0]}"
        for page in PAGES
        for match in PRIVATE.finditer(page.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_contributing_is_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 100


def _recipes() -> list[str]:
    """What ``docs/retention.md`` tells an operator to type."""
    return re.findall(
        r"^```python\n(.*?)^```$", _said("retention.md"), re.MULTILINE | re.DOTALL
    )


def _type_in(recipe: str, **keys: object) -> None:
    for kind, key in keys.items():
        recipe = recipe.replace(f'"{kind}:KEY"', f'"{kind}:{key}"').replace('"KEY"', f'"{key}"')
    exec(compile(recipe, "docs/retention.md", "exec"), {})  # noqa: S102 (our own page)


def _told(cast: Cast, do: Doer) -> Gathering:
    gathering = do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="small_group",
        when=when("in March"),
        where="by the well",
        what_was_said="It was a good day.",
    )
    assert isinstance(gathering, Gathering)
    return gathering


def test_an_operator_can_erase_what_should_not_have_been_written(cast: Cast, do: Doer) -> None:
    _type_in(_recipes()[0], gathering=_told(cast, do).key)
    assert [entry.payload for entry in Entry.objects.all()] == [None]
    assert verify() == []
