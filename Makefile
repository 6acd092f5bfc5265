# Everything runs in a virtual environment of its own; nothing is installed outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test lint types golden samples bench fuzz wheel docs clean

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: setup  ## render every sample to build/demo
	@$(BIN)/python tools/demo.py

test: setup  ## the tests; those that need a browser say so where there is none
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

golden: setup  ## accept the pictures as they are now, and say where they differ
	$(BIN)/python tools/golden.py

samples: setup  ## the pictures of the README
	$(BIN)/python tools/pictures.py

docs: setup  ## the pages of docs/ that are made from the code
	$(BIN)/python tools/vocabulary.py

bench: setup
	$(BIN)/python tools/bench.py

fuzz: setup  ## random specs for a minute
	$(BIN)/python tools/fuzz.py

wheel: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
