"""Every view has a door, shows only what is in sight, and changes nothing by itself."""

import ast

from tests.architecture.addresses import addresses
from tests.architecture.house import calls, modules, shown, tree

CHANGES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}


def test_every_address_has_a_door() -> None:
    without = [
        f"/{address.route} ({address.view.__module__}.{address.view.__name__})"
        for address in addresses()
        if not getattr(address.view, "door", None)
    ]
    assert without == []


def test_views_look_only_at_what_the_person_may_see() -> None:
    unsafe = []
    for path in modules("views"):
        code = tree(path)
        seen = {
            id(node.value)
            for node in ast.walk(code)
            if isinstance(node, ast.Attribute) and node.attr == "visible_to"
        }
        unsafe += [
            shown(path, node.lineno)
            for node in ast.walk(code)
            if isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager"}
            and id(node) not in seen
        ]
    assert unsafe == []


def test_views_fetch_no_bare_model() -> None:
    unsafe = [
        shown(path, call.lineno)
        for path in modules("views")
        for name, call in calls(path)
        if name in {"get_object_or_404", "get_list_or_404"}
        and (not call.args or _is_model(call.args[0]))
    ]
    assert unsafe == []


def _is_model(node: ast.expr) -> bool:
    """Whether this names a class, and so every row of it."""
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def test_views_and_forms_change_nothing() -> None:
    changing = [
        f"{shown(path, call.lineno)} calls {name}"
        for path in modules("views", "forms", "queries")
        for name, call in calls(path)
        if name in CHANGES and isinstance(call.func, ast.Attribute)
    ]
    assert changing == []
