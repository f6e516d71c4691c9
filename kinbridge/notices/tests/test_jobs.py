"""A worker that meets trouble goes on; what it does otherwise: ``tests/journeys``."""

import logging
from threading import Event

import pytest

from kinbridge.notices import worker


def test_trouble_is_told_and_the_work_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, tried = Event(), []

    def troubled(_worker_id: str) -> None:
        tried.append(1)
        if len(tried) == 2:
            stop.set()
        raise OSError("no disk")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "do_what_is_due", troubled)
    monkeypatch.setattr(worker, "EVERY", 0.001)
    with caplog.at_level(logging.ERROR, "kinbridge"):
        worker.begin(stop).join(timeout=5)
    assert len(tried) == 2
    assert "tried again" in caplog.text
