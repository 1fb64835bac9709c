# Two commands: `make demo` and `make test`. Both need python3 (3.11 or newer) and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench lock
.ONESHELL:

PYTHON ?= python3
BIN := .venv/bin

help:
	@echo "make demo     start the demo newspaper (PORT=8000 chooses the port, NEWSROOM_VAR the working folder)"
	echo "make test     run all tests (ARGS='tests/text -k byline' chooses some)"
	echo "make lint     ruff, mypy and the migrations check"
	echo "make bench    measure every page beside a bare Django view and nginx (ARGS='--stories 20000'; needs wrk and nginx)"
	echo "make install  make the environment in .venv and nothing else"
	echo "make lock     resolve pyproject.toml anew into requirements.lock (needs uv)"

OLD := Python %d.%d is too old: Newsroom needs 3.11 or newer. Install it and run make PYTHON=python3.11

install:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is not installed: install Python 3.11 or newer."; exit 1; }
	$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("make: $(OLD)" % v[:2])' || exit 1
	exec $(PYTHON) deploy/install.py

demo: install
	@exec env NEWSROOM_DEMO=1 $(BIN)/python manage.py demo

test: install
	@exec $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: install
	@set -e
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	NEWSROOM_DEMO=1 $(BIN)/python manage.py makemigrations --check --dry-run

bench: install
	@exec $(BIN)/python -m benchmarks.served $(ARGS)

lock:
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate -q -o requirements.lock
