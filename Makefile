# `make run` starts the dashboard, `make test` tests it; each needs nothing but Python 3.11 or newer and a network
# for the first installation. The rest is for those who work on it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SIZE ?= 1
ROWS ?= 1
# A browser waits for its page and a load for its database: four keep two cores busy.
WORKERS ?= 4
CASES ?= 10000
SEED ?= 1
# LOCKED=1 installs exactly the files that requirements.lock names, by their hashes.
LOCKED ?=
# Dozens of processes start in a run of the tests: what the first of them compiles serves all.
export PYTHONDONTWRITEBYTECODE :=

# A run that finds no test ends with an error, as one that fails does. ``check`` has run the files left out.
CHECKED := tests/test_rooms.py tests/test_wording.py tests/test_glossary.py
RUN_TESTS = $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --junitxml var/tests.xml \
	$(addprefix --ignore ,$(CHECKED))

.DEFAULT_GOAL := help
.PHONY: help run demo test run-tests test-all check audit lock fix bench pictures ledger-check fuzz

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: $(VENV)/installed ## start the dashboard on http://127.0.0.1:8501, with the demo city when there is no data yet
	$(PY) -m data_access demo --if-empty
	exec $(PY) -m streamlit run app.py

demo: $(VENV)/installed ## build the demo city anew; SIZE=10 for more units, ROWS=10 for more cases
	$(PY) -m data_access demo --size $(SIZE) --rows $(ROWS)

test: $(VENV)/test-installed ## install what the tests need, then check and run all tests
	sh tests/install_programs
	$(MAKE) --no-print-directory --jobs 2 check run-tests

# Beside the checks, which keep one core busy alone.
run-tests: $(VENV)/test-installed
	$(RUN_TESTS)

test-all: $(VENV)/test-installed ## the same with every case that make test leaves out, and a long fuzz; before a release
	sh tests/install_programs all
	$(MAKE) --no-print-directory check
	$(RUN_TESTS) --all --dist worksteal
	$(MAKE) --no-print-directory fuzz

check: $(VENV)/test-installed ## style, types, catalogues, rooms and known faults of packages; changes nothing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest $(CHECKED)
	@$(MAKE) --no-print-directory audit

audit: $(VENV)/test-installed ## known faults of all packages, where the database of advisories can be reached
	@$(PY) -m tests.audit_dependencies || exit 0; $(MAKE) --no-print-directory $(VENV)-tools/installed \
		&& $(PY) -m tests.audit_dependencies $(VENV)-tools/bin/pip-audit

lock: $(VENV)-tools/installed ## write requirements.lock anew after requirements.txt has changed
	$(VENV)-tools/bin/uv pip compile requirements.txt --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --output-file requirements.lock

fix: $(VENV)/test-installed ## mend what ruff can mend, and the tables of both READMEs
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m tests.readme_tables

bench: $(VENV)/test-installed $(VENV)-bench/installed ## measure pages, viewers and loads against floors and Dash, each in one run
	sh tests/install_programs
	$(PY) -m tests.benchmarks
	$(PY) -m tests.benchmarks.first_look
	$(PY) -m tests.benchmarks.painted
	$(PY) -m tests.benchmarks.viewers
	$(PY) -m tests.benchmarks.loading

fuzz: $(VENV)/test-installed ## load thousands of damaged files; CASES=10000 SEED=1
	$(PY) -m tests.fuzz --cases $(CASES) --seed $(SEED)

pictures: $(VENV)/test-installed ## take README's pictures into docs/pictures
	sh tests/install_programs
	$(PY) -m tests.pictures

ledger-check: $(VENV)/test-installed ## load a whole ledger and recount it independently: FILE=path
	@test -n "$(FILE)" || { echo "Say which file: make ledger-check FILE=path/to/ledger.csv" >&2; exit 2; }
	$(PY) -m tests.check_ledger "$(FILE)"

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d; name another: make PYTHON=python3.12 run" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/created
	@echo "Installing the dashboard; this takes about a minute, once."
	@$(PY) -m pip install --quiet --disable-pip-version-check \
		$(if $(LOCKED),--require-hashes -r requirements.lock,-r requirements.txt)
	@touch $@

$(VENV)/test-installed: requirements.txt tests/requirements.txt | $(VENV)/installed
	@echo "Installing what the tests need; this takes about a minute, once."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# What the dashboard is compared with has an environment of its own, so that none of it gets into the app's.
$(VENV)-bench/installed: tests/benchmarks/requirements.txt | $(VENV)/created
	@echo "Installing what the dashboard is compared with; this takes about a minute, once."
	@$(PY) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)-tools/installed: tests/tools.txt | $(VENV)/created
	@$(PY) -m venv $(VENV)-tools
	@$(VENV)-tools/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@
