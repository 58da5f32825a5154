# Commonweal: the commands that people use. `make help` lists them.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
.DEFAULT_GOAL := help

.PHONY: help
help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | column -t -s '|'

$(VENV)/.runtime: requirements.lock
	@test -x $(RUN) || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=…")'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(RUN) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: demo
demo: $(VENV)/.runtime  ## a working site with demonstration content, on PORT (8000)
	DJANGO_SETTINGS_MODULE=portal.settings.demonstration $(RUN) manage.py demo --port $(PORT)

.PHONY: demo-reset
demo-reset: $(VENV)/.runtime  ## throw the demonstration away and start afresh
	DJANGO_SETTINGS_MODULE=portal.settings.demonstration $(RUN) manage.py demo --port $(PORT) --reset

.PHONY: test
test: $(VENV)/.development  ## every test that this machine can run
	tests/run

PROOFS := tests/portal/access/test_any_order.py tests/portal/access/test_only_what_is_signed.py

.PHONY: prove
prove: $(VENV)/.development  ## hold 500 made-up runs of steps against the rules of access, and of signing (hours; PROVE_RUNS, PROVE_SEED, PROOFS)
	PROVE_RUNS=$(or $(PROVE_RUNS),500) $(BIN)/pytest $(PROOFS) -s

.PHONY: races
races: $(VENV)/.development  ## the long form of the tests in which people do things at once
	RACING_PAIRS=200 RACING_ROUNDS=25 tests/run tests/partners/sharing/test_stale_saves.py tests/partners/signing/test_signing_parallel.py -k "at_once or parallel" -s

WITH_ELASTICSEARCH = export TEST_ELASTICSEARCH_URL=$$(tests/elasticsearch start) && $(1); code=$$?; tests/elasticsearch stop; exit $$code

.PHONY: faults
faults: $(VENV)/.development  ## let Elasticsearch fail in every way while pages are saved and searched (FAULT_SAVES)
	$(call WITH_ELASTICSEARCH,FAULT_SAVES=$(or $(FAULT_SAVES),200) $(BIN)/pytest tests/search/faults -s)

CONTRACT_REQUESTS ?= 5000
CONTRACT_DOCUMENTS ?= 5000
.PHONY: journeys-on-elasticsearch
journeys-on-elasticsearch: $(VENV)/.development  ## walk every journey on a site that answers from Elasticsearch
	$(call WITH_ELASTICSEARCH,ALL_ON_ELASTICSEARCH=1 $(BIN)/pytest tests/journeys)

.PHONY: contract
contract: $(VENV)/.development  ## compare the search engines by 5,000 made-up questions (CONTRACT_REQUESTS, _DOCUMENTS, _SEED)
	$(call WITH_ELASTICSEARCH,CONTRACT_REQUESTS=$(CONTRACT_REQUESTS) CONTRACT_DOCUMENTS=$(CONTRACT_DOCUMENTS) $(BIN)/pytest tests/search/contract -s)

.PHONY: kill
kill: $(VENV)/.development  ## kill the process that takes a signature a hundred times (KILLED_TIMES)
	KILLED_TIMES=$(or $(KILLED_TIMES),100) tests/run tests/partners/signing/test_killed.py -s

.PHONY: lint
lint: $(VENV)/.development  ## style, types, layers, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2
	@mkdir -p var
	DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py check --fail-level WARNING

.PHONY: format
format: $(VENV)/.development  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2

.PHONY: bench
bench: $(VENV)/.development  ## measure search beside the engines below it and stock search, to 16,000 documents, and alerts (15 minutes)
	$(call WITH_ELASTICSEARCH,$(RUN) -m bench.whole)
	$(RUN) -m bench.alerts

.PHONY: bench-full
bench-full: $(VENV)/.development  ## the same to a million documents (hours)
	$(call WITH_ELASTICSEARCH,$(RUN) -m bench.whole --full --living --queries 300 --rounds 5)

.PHONY: relevance
relevance: $(VENV)/.development  ## how good search answers what was judged by hand, on the demonstration
	$(RUN) -m bench.relevance --worst 10

.PHONY: lock
lock: $(VENV)/.runtime  ## choose dependency versions anew
	$(BIN)/uv lock --quiet --upgrade
	$(MAKE) --no-print-directory export-lock

.PHONY: export-lock
export-lock:
	$(BIN)/uv export --quiet --no-dev --no-emit-project --no-annotate --no-header -o requirements.lock
	$(BIN)/uv export --quiet --no-emit-project --no-annotate --no-header -o requirements-dev.lock

.PHONY: frontend
frontend:  ## build styles and scripts from their sources (needs Node)
	cd frontend && npm ci --no-audit --no-fund && npm run build

.PHONY: frontend-check
frontend-check: frontend  ## the built files in the repository are those that the sources give
	@git diff --exit-code --stat -- portal/static || { echo "Built files differ from their sources: run 'make frontend' and commit."; exit 1; }
	@test -z "$$(git status --porcelain -- portal/static)" || { git status --short -- portal/static; exit 1; }
