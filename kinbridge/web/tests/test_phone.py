"""The server's hand in the phone: setting up, the frame, the worker, the script."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.sync.models import Device
from kinbridge.web.script import FIRST, MODULES, later_scripts, phone_script
from tests.cast import Cast
from tools.check_budgets import weights


def test_setting_up_makes_a_phone_and_ends_the_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    told = client.post(reverse("phone_begin"), {"name": "Mine"}).json()
    device = Device.objects.get()
    assert (device.person, device.name) == (cast.facilitator, "Mine")
    assert told["person"] == cast.facilitator.key.hex
    assert client.get(reverse("home")).status_code == 302
    asked = {"Authorization": f"Phone {told['token']}"}
    assert client.get(reverse("home"), headers=asked).status_code == 200


def test_whoever_signs_in_with_two_things_keeps_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    page = client.get(reverse("phone")).content.decode()
    assert "data-begin" not in page
    assert client.post(reverse("phone_begin")).status_code == 403
    assert not Device.objects.exists()


def test_looking_at_the_page_sets_nothing_up(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    assert 'name="pin"' not in client.get(reverse("phone")).content.decode()
    assert client.get(reverse("phone_begin")).status_code == 405
    assert not Device.objects.exists()


def test_somebody_lets_their_own_phone_go_and_no_other(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    client.post(reverse("phone_begin"))
    device = Device.objects.get()
    client.force_login(cast.mentor)
    assert client.post(reverse("phone_end", args=[device.key])).status_code == 404
    client.force_login(cast.facilitator)
    assert "Let this phone go" in client.get(reverse("phone")).content.decode()
    client.post(reverse("phone_end", args=[device.key]))
    device.refresh_from_db()
    assert device.revoked_at is not None


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("xx", "ltr")]
)
def test_the_frame_shows_nothing_of_anybody(
    cast: Cast, client: Client, language: str, direction: str
) -> None:
    client.force_login(cast.facilitator)
    page = client.get(reverse("phone_frame"), {"in": language})
    said = page.content.decode()
    assert f'dir="{direction}"' in said
    assert cast.facilitator.display_name not in said
    assert "trusted-types kinbridge" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_worker_names_what_it_keeps_and_changes_with_it(client: Client) -> None:
    source = client.get(reverse("service_worker")).content.decode()
    as_browsers_ask = client.get(reverse("service_worker"), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(as_browsers_ask.content).decode() == source
    (told,) = re.findall(r"const TOLD = (.*);\n", source)
    keeps = json.loads(told)
    files, always = keeps["loaded"] + keeps["first"] + keeps["later"], keeps["always"]
    assert len(files) == len(set(files))
    assert set(always) < set(files)
    assert all(client.get(path).status_code in {200, 404} for path in files)
    assert {"/now/?in=en", "/now/?in=ar", "/serious/?in=en"} <= set(always)
    assert all(client.get(path).status_code == 200 for path in always)
    assert reverse("phone_script") in files
    assert len(source.splitlines()) < 200


def test_what_the_masthead_says_is_of_its_person(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    said = client.get(reverse("phone_masthead")).content.decode()
    assert f'data-name="{cast.facilitator.display_name}"' in said
    assert 'data-deed="record_gathering" data-about="community" data-makes="gathering"' in said


def test_the_site_can_be_installed(client: Client) -> None:
    told = client.get(reverse("manifest"))
    assert told.headers["Content-Type"] == "application/manifest+json"
    assert {icon["purpose"] for icon in told.json()["icons"]} == {"any", "maskable"}


def keeps_nothing(module: Path) -> bool:
    """Two later scripts may hold one each: it remembers nothing that both must know."""
    return re.search(r"^let ", module.read_text(encoding="utf-8"), re.MULTILINE) is None


@pytest.mark.django_db
def test_all_that_the_worker_keeps_comes_in_one_answer_as_safe_as_by_itself(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    (told,) = re.findall(
        r"const TOLD = (.*);\n", client.get(reverse("service_worker")).content.decode()
    )
    keeps = json.loads(told)
    answer = client.get(keeps["bundles"]["first"], headers={"Accept-Encoding": "gzip"})
    first = json.loads(gzip.decompress(answer.content))
    assert set(keeps["first"]) == set(first)
    saving = reverse("phone_later_script", args=["saving"])
    for address in ("/phone/frame/?in=ar", "/now/?in=en", saving):
        alone = Client().get(address)
        heads, body = first[address]
        for name in ("Content-Security-Policy", "Content-Type", "Permissions-Policy"):
            assert heads[name] == alone.headers[name], name
        assert body == alone.content.decode()
        assert "Set-Cookie" not in heads
    assert first["/static/web/icon.svg"][0] == {"Content-Type": "image/svg+xml"}
    assert set(client.get(keeps["bundles"]["later"]).json()) == set(keeps["later"])
    assert client.get(reverse("phone_bundle", args=["never"])).status_code == 404
    assert cast.facilitator.display_name not in json.dumps(first)


@pytest.mark.parametrize("name", [None, "saving"])
def test_a_script_that_has_not_changed_does_not_come_again(
    client: Client, name: str | None
) -> None:
    address = reverse("phone_later_script", args=[name]) if name else reverse("phone_script")
    came = client.get(address, headers={"Accept-Encoding": "gzip"})
    asked = {"If-None-Match": came["ETag"], "Accept-Encoding": "gzip"}
    again = client.get(address, headers=asked)
    assert (again.status_code, again.content) == (304, b"")


def test_the_scripts_hold_each_module_once_and_take_the_rest_from_the_first(
    client: Client,
) -> None:
    scripts = {name: phone_script(name) for name in (FIRST, *later_scripts())}
    for module in MODULES.glob("*.js"):
        if module.stem not in scripts:
            held = [script.count(f"const ${module.stem} = ") for script in scripts.values()]
            assert sum(held) == 1 or (not held[0] and keeps_nothing(module)), module.stem
    for name in later_scripts():
        path = reverse("phone_later_script", args=[name])
        assert path in scripts[FIRST] + "".join(scripts.values())
        taken = re.findall(r"\$\w+", scripts[name].splitlines()[0])
        assert all(f"const {one} = " in scripts[FIRST] for one in taken)
        assert client.get(path).headers["Content-Type"] == "text/javascript"
    assert client.get(reverse("phone_later_script", args=["frame"])).status_code == 404


def test_what_a_phone_fetches_is_within_its_budget() -> None:
    assert [what for what, weight, most in weights() if weight > most] == []
