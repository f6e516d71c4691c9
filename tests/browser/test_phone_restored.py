"""The server was restored from a backup: the phone sends again what is missing there."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from benchmarks.days.served import Server
from tests.browser.phone import Phone, count, key_of
from tests.browser.test_phone import record_gathering
from tools.example_server import running

DATABASE = "kinbridge.sqlite3"
WHERE = ("before the backup", "after the backup")


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
        server.end()
        for path in data.glob(f"{DATABASE}*"):
            path.unlink()
        shutil.copy(tmp_path / DATABASE, data / DATABASE)
        server.start()
        assert [count(server, "community_gathering", where=where) for where in WHERE] == [1, 0]
        for _twice in range(2):
            phone.send()
            expect(phone.page.locator("[data-strip]")).to_contain_text("Sent")
            assert [count(server, "community_gathering", where=one) for one in WHERE] == [1, 1]
    finally:
        phone.stop()
        server.end()
