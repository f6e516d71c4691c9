"""Takes the pictures of the README from the worked example: ``python -m tools.pictures``."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.example_server import CHROMIUM, QUIET, Server, running
from tools.sign_in import sign_in

FOLDER = Path("docs/pictures")


@contextmanager
def reading(browser: Browser, server: Server, who: str, width: int) -> Iterator[Page]:
    """A page as somebody of the example sees it."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": 860}, device_scale_factor=1.5
    )
    page = context.new_page()
    sign_in(page, who)
    yield page
    context.close()


def take(page: Page, name: str, *, height: int | None = None) -> None:
    """Keep what the page shows, from its top, ``height`` pixels high or in full."""
    size = page.viewport_size or {"width": 360, "height": 860}
    target = FOLDER / f"{name}.png"
    if height:
        page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=target, full_page=height is None)
    print(target)


def follow(page: Page, words: str) -> None:
    """Follow the first link that says this."""
    page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def tell_the_story(browser: Browser, server: Server) -> None:
    """The story, the rings, the two sides and the agreement, as the mentor sees them."""
    with reading(browser, server, "mentor", 1100) as page:
        page.goto("/communities/")
        follow(page, "Bombali cluster")
        story = page.url
        take(page, "story", height=1300)
        follow(page, "See them around the community")
        take(page, "rings", height=1150)
        page.goto(story)
        page.locator("a[href^='/dialogue/']").first.click()
        take(page, "two-sides", height=1100)
        page.goto(story)
        kept = page.locator(".record", has_text="in force").filter(has_text="So that girls can")
        kept.locator("a[href^='/agreement/']").click()
        take(page, "agreement", height=1300)


def show_the_phone(browser: Browser, server: Server) -> None:
    """What a facilitator holds in her hand."""
    with reading(browser, server, "facilitator-bombali", 360) as page:
        take(page, "today-on-a-phone", height=760)
        page.goto("/communities/")
        follow(page, "Bombali cluster")
        follow(page, "Record a gathering")
        take(page, "gathering-on-a-phone", height=760)


def main() -> None:
    """All pictures, from a server of their own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running(Path(data)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tell_the_story(browser, server)
        show_the_phone(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
