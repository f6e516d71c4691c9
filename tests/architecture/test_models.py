"""Nouns keep facts: models say what they hold about people, and do nothing unasked."""

import ast
import inspect

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture.house import our_code, part_of, shown, tree

SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
HOLDERS = [model for model in apps.get_models() if part_of(model.__module__)]
each_model = pytest.mark.parametrize("model", HOLDERS, ids=lambda model: model._meta.label)


@each_model
def test_a_model_says_what_it_holds_about_people(model: type[Model]) -> None:
    said = inspect.getdoc(model) or ""
    assert any(line.startswith("Holds:") for line in said.splitlines())


@each_model
def test_a_model_is_saved_as_django_saves_it(model: type[Model]) -> None:
    assert part_of(model.save.__module__) is None
    assert part_of(model.delete.__module__) is None


@each_model
def test_a_model_leaves_its_order_to_whoever_asks(model: type[Model]) -> None:
    assert not model._meta.ordering


def test_nothing_listens_to_signals() -> None:
    listening = [
        f"{shown(path)} imports {name}"
        for path in our_code()
        for node in ast.walk(tree(path))
        for name in _imported(node)
        if name.startswith(SIGNALS)
    ]
    assert listening == []


def _imported(node: ast.AST) -> list[str]:
    """What an import brings in, by full names."""
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{name.name}" for name in node.names]
    return []
