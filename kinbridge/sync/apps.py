"""Finds every deed when the house opens."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SyncConfig(AppConfig):
    """Each part defines its deeds in its ``forms``; importing them registers them."""

    name = "kinbridge.sync"

    def ready(self) -> None:
        autodiscover_modules("forms")
