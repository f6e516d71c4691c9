# Kinbridge. `make` alone lists what can be done; CONTRIBUTING.md tells more.
# Needs Python 3.11 to 3.13 and make, nothing else.

SHELL := /bin/sh
.DELETE_ON_ERROR:

# The first Python on the path that will do; say PYTHON=... to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# How many tests run side by side.
JOBS ?= 2
# Arguments for pytest: make test ARGS="-k goal".
ARGS ?=

.PHONY: help run test test-sqlite test-postgres test-browser check format messages bench \
	pictures lock install install-dev clean

help: ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-14s %s\n", $$1, $$2}'

run: install ## install, load the worked example if there is no data yet, serve it (PORT=8000)
	@$(BIN)/kinbridge serve --example

test: test-sqlite test-postgres test-browser ## all tests: SQLite, a real PostgreSQL, the browser

test-sqlite: install-dev ## unit and property tests on SQLite, with coverage
	@$(BIN)/python -m tools.suite sqlite $(JOBS) $(ARGS)

test-postgres: install-dev ## the same on a real PostgreSQL that is started for it
	@$(BIN)/python -m tools.suite postgres $(JOBS) $(ARGS)

test-browser: install-dev ## the browser tests, in Chromium
	@$(BIN)/python -m tools.suite browser $(JOBS) $(ARGS)

check: install-dev ## style, types, floors, templates, migrations, translations, budgets
	@$(BIN)/python -m tools.check

format: install-dev ## put the code in the house's format
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

messages: install-dev ## bring the translation files up to date (needs gettext)
	@$(BIN)/python -m tools.messages

bench: install-dev ## measurements too long for the tests
	@$(BIN)/python -m tools.bench

pictures: install-dev ## take the README's pictures from the worked example (needs Chromium)
	@$(BIN)/python -m tools.pictures

lock: install-dev ## renew the lock files from pyproject.toml
	@$(PIP) install uv
	@$(BIN)/python -m tools.lock

clean: ## remove what was built and installed; data stays
	rm -rf $(VENV) .build .hypothesis .import_linter_cache .ruff_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment as the lock files say; the targets above see to it themselves.
install: $(VENV)/installed
install-dev: $(VENV)/installed-dev

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Kinbridge needs Python 3.11, 3.12 or 3.13." \
		"Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "$(PYTHON) is not Python 3.11, 3.12 or 3.13." >&2; exit 1; }
	@echo "Making the virtual environment with $$($(PYTHON) --version)."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Kinbridge needs (once; some 30 MB are fetched)."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need (once; some 200 MB are fetched)."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/installed
