"""What a measurement asks of Django is asked in a process of its own, on data of its own.

``python -m benchmarks.days.apart MODULE FUNCTION ARGUMENT …`` prints its answer as JSON.
"""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

IN_MEMORY = {"DATABASE_URL": "sqlite://:memory:"}


def environment(data: Path, **others: str) -> dict[str, str]:
    """Whoever runs with it works on the data in this folder."""
    inherited = {name: told for name, told in os.environ.items() if name != "DATABASE_URL"}
    settings = {"DJANGO_SETTINGS_MODULE": "kinbridge.config.settings"}
    return {**inherited, **settings, "KINBRIDGE_DATA": str(data), **others}


def asked(data: Path, module: str, function: str, *told: object, **others: str) -> Any:
    """What a function answers there."""
    command = [sys.executable, "-m", "benchmarks.days.apart", module, function, *map(str, told)]
    done = subprocess.run(
        command, env=environment(data, **others), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    django.setup()
    module, function, *told = sys.argv[1:]
    print(json.dumps(getattr(importlib.import_module(module), function)(*told)))
