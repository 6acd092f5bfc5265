# Everything runs in a virtual environment of its own; nothing is installed outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PRODUCT := $(VENV)/.product
READY := $(VENV)/.ready

.PHONY: setup demo test cover lint types golden samples docs bench fuzz wheel clean

setup: $(READY)  ## a virtual environment with everything in it

$(PRODUCT): pyproject.toml
	@echo "setting up $(VENV), once"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --editable .
	@touch $@

$(READY): $(PRODUCT)
	@echo "adding what tests and linters need to $(VENV), once"
	$(PIP) install --editable ".[dev]"
	@touch $@

demo: $(PRODUCT)  ## render every sample to build/demo
	@$(BIN)/python tools/demo.py

test: setup  ## the tests (those that need a browser say so where there is none), and how well the wording rules do
	$(BIN)/python -m pytest
	@$(BIN)/python tools/wording.py --without

cover: setup  ## the tests, and which branches they leave out
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage report --skip-covered --sort cover

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

docs: setup samples  ## the pages of docs/ that are made from the code
	$(BIN)/python tools/vocabulary.py
	$(BIN)/python tools/rules.py

bench: setup
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/bench_build.py
	$(BIN)/python tools/bench_preview.py

fuzz: setup  ## random specs for a minute
	$(BIN)/python tools/fuzz.py

wheel: setup
	$(PIP) wheel --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
