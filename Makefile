# make demo   set up and run the main job on the samples
# make test   set up and pass the tests
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint docs clean

demo: .venv/installed
	$(BIN)/khabar extract data/samples -o out/records.jsonl
	$(BIN)/khabar extract data/samples --pretty
	@echo "the records, one JSON object a line: out/records.jsonl"

test: .venv/installed-for-tests lint
	$(BIN)/pytest

lint: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The parts of docs/ that are generated from the code.
docs: .venv/installed
	$(BIN)/python -m khabar.reference docs
	$(BIN)/python -m khabar.cli.reference docs

.venv/bin/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

.venv/installed: pyproject.toml | .venv/bin/pip
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/installed-for-tests: pyproject.toml | .venv/bin/pip
	$(BIN)/pip install --quiet --editable '.[test,lint]'
	@touch $@ .venv/installed

clean:
	rm -rf .venv out dist
