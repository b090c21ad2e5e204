# Rehearse: `make run` and `make test` do everything on a fresh machine with Python 3.11 or newer.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

unexport PYTHONDONTWRITEBYTECODE  # tests start the program again and again, and it is compiled once

.PHONY: run test check lint growth torture bench pictures samples lock clean

run: $(READY)
	$(BIN)/rehearse demo --out build/demo

# Three tests at a time, for two cores, since many wait for a process or a timer; what lint says stands at the end.
test: $(READY)
	@mkdir -p build
	@$(MAKE) --no-print-directory lint >build/lint.txt 2>&1 & linting=$$!; \
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n 3 --dist worksteal; tested=$$?; \
	wait $$linting; linted=$$?; cat build/lint.txt; \
	exit $$((tested ? tested : linted))

check: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n 2 --dist worksteal -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

growth: $(READY)
	REHEARSE_OPENINGS=200 QT_QPA_PLATFORM=offscreen $(BIN)/pytest -o faulthandler_timeout=3600 tests/desktop/scenario/test_growth.py

torture: $(READY)
	sh scripts/prepare_torture.sh
	HYPOTHESIS_PROFILE=torture $(BIN)/pytest -n 2 --dist worksteal -m hypothesis -o faulthandler_timeout=14400 \
		tests/data tests/files tests/messages tests/reports tests/runtime tests/scenario tests/workspace
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest tests/test_system_calls.py
	$(BIN)/python -W ignore -m tests.torture.kills
	$(BIN)/python -W ignore -m tests.torture.corruptions
	$(BIN)/python -W ignore -m tests.torture.instances
	$(BIN)/python -W ignore -m tests.torture.read_only
	$(BIN)/python -W ignore -m tests.torture.workspaces
	$(BIN)/python -W ignore -m tests.torture.paths
	$(BIN)/python -W ignore -m tests.torture.power_loss
	$(BIN)/python -W ignore -m tests.torture.io_errors

# NodeGraphQt without what it asks for, since types-PySide6 among it replaces the types that PySide6 brings; without a
# network what is compared with it is left out.
bench: $(READY)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps NodeGraphQt==0.6.44 Qt.py==2.0.7
	$(BIN)/rehearse bench
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_canvas 1000 5000
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_click
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_report_click
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_live
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_lists
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.bench_tables
	$(BIN)/python -m tests.benchmarks.bench_import
	$(BIN)/python -m tests.benchmarks.bench_open
	$(BIN)/python -m tests.benchmarks.bench_copy
	$(BIN)/python -m tests.benchmarks.bench_wide
	$(BIN)/python -m tests.benchmarks.bench_reports
	$(BIN)/python -m tests.benchmarks.bench_recommending

pictures: $(READY)
	REHEARSE_LOCALE=en QT_QPA_PLATFORM=offscreen $(BIN)/python -m scripts.pictures --size 1440 900
	REHEARSE_LOCALE=en $(BIN)/python -m scripts.report_pictures
	$(BIN)/python -m scripts.stage_pictures
	REHEARSE_LOCALE=en QT_QPA_PLATFORM=offscreen $(BIN)/python -m scripts.lesson_pictures
	REHEARSE_LOCALE=en QT_QPA_PLATFORM=offscreen $(BIN)/python -m scripts.plan_pictures
	REHEARSE_LOCALE=en QT_QPA_PLATFORM=offscreen $(BIN)/python -m scripts.journey_pictures
	REHEARSE_LOCALE=en QT_QPA_PLATFORM=offscreen $(BIN)/python -m scripts.message_pictures

samples: $(READY)
	$(BIN)/python -m scripts.make_samples

lock: $(READY)
	$(BIN)/python -m pip freeze --exclude-editable --exclude NodeGraphQt --exclude Qt.py | LC_ALL=C sort -f > .ci/constraints.txt

# What the libraries bring is compiled as it is used: most of it never is.
$(READY): pyproject.toml scripts/prepare_system.sh
	@test -n "$(PYTHON)" || { echo "Rehearse needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	sh scripts/prepare_system.sh "$(PYTHON)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
