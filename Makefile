# vonnis: what a developer or researcher types. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup system demo test lint types imports tests quality bench fuzz laptop lock
SHELL := /bin/sh
# Compiled modules are kept: a machine that forbids it would compile every library again for each program started.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?=
CHECKED := src tests $(wildcard benchmarks)
OUT ?= demo

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

setup: ## build .venv with vonnis and everything it needs, as pinned in requirements.lock
	@PYTHON='$(PYTHON)' sh scripts/setup

system:
	@sh scripts/system

demo: setup ## the whole fictional study, from judgments to report; says where the report is (OUT=folder)
	@.venv/bin/vonnis demo --out '$(OUT)'

test: setup system ## everything that must hold: style, types, import contracts, tests, docs
	@$(MAKE) --no-print-directory --keep-going lint types imports tests
	@echo 'All checks passed: style, types, import contracts, tests and docs.'

lint:
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { echo 'Some files are not formatted; type: .venv/bin/ruff format' >&2; exit 1; }

types:
	@.venv/bin/mypy --no-error-summary $(CHECKED)

imports:
	@.venv/bin/lint-imports --no-logo

tests:
	@.venv/bin/pytest --quiet -n auto --dist worksteal </dev/null

quality: setup ## score the extraction against the labelled judgments in ../shared/judgments
	@.venv/bin/python -m benchmarks.quality

bench: setup ## documents a second, beside parsing alone
	@.venv/bin/python -m benchmarks.speed

fuzz: setup ## a minute of bytes that no reader expects; SECONDS=3600 for an hour
	@.venv/bin/python benchmarks/fuzz/readers.py -max_total_time=$(or $(SECONDS),60)

laptop: setup ## a folder to code with on a laptop, without rights or network: SYSTEM=windows, macos or linux
	@.venv/bin/python scripts/laptop_bundle.py '$(or $(SYSTEM),windows)' --python '$(PYTHON_FILE)'

lock: setup ## pin in requirements.lock what pyproject.toml asks, with digests, without addresses (UPGRADE=1: newest)
	@.setup/uv/bin/uv pip compile --quiet --universal $(if $(UPGRADE),--upgrade) pyproject.toml --all-extras --group dev \
	    --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 -o requirements.lock
