# make run    the main job: source_articles/ → catalogs → build/
# make test   the tests
# make lint   ruff and mypy --strict
#
# Only Python 3.11+ and make are needed; the virtual environment is made here.
# A path with spaces is fine: every use of a path below is relative or quoted.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLKIT := $(BIN)/python -m toolkit

.PHONY: run test lint format clean debian debian-test

run: $(VENV)/.installed debian
	$(TOOLKIT) run

test: $(VENV)/.installed-test debian-test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check toolkit tests benchmarks
	$(BIN)/ruff format --check toolkit tests benchmarks
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix toolkit tests benchmarks
	$(BIN)/ruff format toolkit tests benchmarks

# A stamp a group of dependencies, remade when pyproject.toml changes.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("l10n-toolkit needs Python 3.11 or newer; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@# Half an environment must not stay: its python would install into the system's packages.
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ $(VENV)/.installed $(VENV)/.installed-test

# Parts from Debian, installed where that is possible (apt-get, as root) and done without elsewhere:
# drafts then come from another engine, and tests that need a part are skipped with its name.
debian:
	@sh .ci/debian.sh apertium apertium-eng-spa

debian-test:
	@sh .ci/debian.sh gettext apertium apertium-eng-spa chromium default-jre-headless hunspell-es hunspell-en-us
	@sh .ci/npm.sh axe-core vnu-jar

clean:
	rm -rf build .toolkit $(VENV) .pytest_cache .mypy_cache .ruff_cache
