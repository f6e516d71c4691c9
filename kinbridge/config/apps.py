"""The roof as Django sees it: it brings the checks for production."""

from django.apps import AppConfig
from django.core.checks import register

from kinbridge.config.checks import production


class ConfigConfig(AppConfig):
    """Adds our checks to those of ``kinbridge manage check --deploy``."""

    name = "kinbridge.config"

    def ready(self) -> None:
        register(production, "security", deploy=True)
