# Every target works on a fresh machine with Python 3.11+ and make; each installs what it needs into .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The lock files are complete: pip resolves nothing, so a newer release of something never changes what is installed.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps
WORKERS ?= auto

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt
	$(PIP) --require-hashes -r requirements/runtime.txt
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/.runtime ## Make .venv with the smsbot command in it

run: install ## Run the bot with simulated phones on this machine
	SMSBOT_CARRIER=simulated $(BIN)/smsbot run

test: $(VENV)/.dev ## Run every test, on SQLite and on PostgreSQL
	$(BIN)/pytest -n $(WORKERS)

check: $(VENV)/.dev ## Format, lint, types, import contracts, every test, coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term:skip-covered
	$(BIN)/coverage report --include='smsbot/core/*,smsbot/usecases/*' --fail-under=100 --skip-covered

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench ## Measure speed, three minutes (MODE=--full: half an hour); writes docs/performance.md
	$(BIN)/python -m benchmarks $(MODE)

fix: $(VENV)/.dev ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove .venv and what the tools leave behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage smsbot.egg-info

.PHONY: help install run test check bench fix clean
