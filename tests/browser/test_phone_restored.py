"""The server was restored from a backup: the phone sends again what is missing there."""

import shutil
import time
from pathlib import Path

from playwright.sync_api import Browser, expect

from benchmarks.days.served import Server
from tests.browser.phone import SLOW, Phone, count, key_of
from tests.browser.test_phone import record_gathering
from tools.example_server import running

DATABASE = "kinbridge.sqlite3"
WHERE = ("before the backup", "after the backup")


def there(server: Server) -> list[int]:
    """How often each gathering is on the server."""
    return [count(server, "community_gathering", where=where) for where in WHERE]


def put_back(server: Server, backup: Path) -> None:
    """The server's database is what it was when the backup was made."""
    server.end()
    for path in server.data.glob(f"{DATABASE}*"):
        path.unlink()
    shutil.copy(backup, server.data / DATABASE)
    server.start()


def test_what_arrived_after_the_backup_comes_again_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with running(data):
        pass  # the example is loaded
    server = Server(data)
    server.start()
    phone = Phone(browser, server, tmp_path / "phone")
    try:
        phone.set_up("facilitator-bombali")
        community = key_of(server, "community_community", name="Bombali cluster")
        for where in WHERE:
            server.end()
            shutil.copy(data / DATABASE, tmp_path / DATABASE)  # the last one is the backup
            server.start()
            record_gathering(phone, community, where)
            phone.send()
            expect(phone.page.locator("[data-strip]")).not_to_contain_text("wait")
        put_back(server, tmp_path / DATABASE)
        assert there(server) == [1, 0]
        phone.send()
        until = time.monotonic() + SLOW / 1000
        while there(server) != [1, 1] and time.monotonic() < until:
            phone.page.wait_for_timeout(200)
        phone.send()
        expect(phone.page.locator("[data-strip]")).to_contain_text("Sent")
        assert there(server) == [1, 1]
    finally:
        phone.stop()
        server.end()
