# The commands of this project. `make help` lists them; each installs what it needs by itself.
.DEFAULT_GOAL := help
.PHONY: help setup run check check-python check-pages quick test trust lock demo-pictures format
MAKEFLAGS += --no-print-directory
PYTHON ?= $(shell sh scripts/python.sh)
BIN := .venv/bin
FAST := not browser and not postgres and not slow

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

setup: ## install everything: .venv/bin/daicho runs afterwards
	@test -n "$(PYTHON)" && "$(PYTHON)" scripts/setup.py

run: setup ## the demo municipality on http://127.0.0.1:8000
	@exec $(BIN)/python scripts/run.py

check: setup check-python check-pages ## format, lint, types, layers of Python and pages

check-python:
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

check-pages:
	$(BIN)/python scripts/npm.py check lint

quick: setup ## the fast tests (no browser, no PostgreSQL)
	$(BIN)/python scripts/npm.py test
	$(BIN)/pytest -q -n 2 --dist loadfile -m "$(FAST)"

# What drives a browser keeps an event loop running in its process: those tests run apart, and wait more than they work.
test: setup ## everything, browser and PostgreSQL included
	$(BIN)/python scripts/provide.py browser postgres
	$(BIN)/python scripts/npm.py test
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not browser"
	$(BIN)/pytest -q -n 4 --dist loadfile -m browser

trust: setup ## the long forms: load, soak, fuzz, faults
	$(BIN)/python scripts/provide.py browser postgres
	DAICHO_TRUST=1 $(BIN)/pytest -q tests/failure tests/property tests/integration/test_insider_fuzz.py

lock: setup ## pin all packages again (requirements/*.txt)
	$(BIN)/python scripts/lock.py

format: setup ## write the Python files in the project's form
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --fix --quiet

demo-pictures: setup ## the pictures of README and docs, from the running demo
	$(BIN)/python scripts/provide.py browser
	$(BIN)/python scripts/pictures.py
