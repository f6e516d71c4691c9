"""Write the lock files: every package, for each platform and Python we support, with hashes."""

import subprocess
import sys
from pathlib import Path

UV = Path(sys.executable).with_name("uv")

COMMON = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-emit-index-url",
    "--no-emit-find-links",
    # pip before 23.3 takes the newest of "coverage[toml]" where the lock pins only "coverage".
    "--no-strip-extras",
    "--custom-compile-command=make lock",
    "--group=build",
    "--upgrade",
    "--quiet",
)
# Each file after the first holds the same versions as the first, and more.
LOCKS = {
    "requirements.lock": (),
    "requirements-postgres.lock": ("--extra=postgres", "--constraints=requirements.lock"),
    "requirements-dev.lock": ("--extra=dev", "--constraints=requirements-postgres.lock"),
}


def main() -> None:
    for lock, options in LOCKS.items():
        subprocess.run(
            [UV, "pip", "compile", *COMMON, *options, "pyproject.toml", "-o", lock], check=True
        )
        print(f"{lock} written")


if __name__ == "__main__":
    main()
