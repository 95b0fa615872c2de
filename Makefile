# make run ARGS="--sample"   set up and open the window          make test   set up and run every check, headless
# make lint · format · messages · lock · bench · fuzz · shots · keystrokes · clean   see the comment beside each

PYTHON ?= python3
ARGS ?=
VENV := .venv/bin
SOURCES := crm_desktop tests scripts benchmarks

.PHONY: run test lint format messages lock bench fuzz shots keystrokes clean set-up-for-run set-up-for-test

run: set-up-for-run
	@scripts/run.sh $(ARGS)

test: set-up-for-test lint
	QT_QPA_PLATFORM=offscreen $(VENV)/python -m pytest $(ARGS)

lint: set-up-for-test
	$(VENV)/ruff check $(SOURCES)
	$(VENV)/ruff format --check $(SOURCES)
	$(VENV)/mypy --strict crm_desktop scripts benchmarks

# Lay out the source, and mend what ruff can mend by itself.
format: set-up-for-test
	$(VENV)/ruff check --fix-only $(SOURCES)
	$(VENV)/ruff format $(SOURCES)

# Gather the texts of the source and compile resources/locale.
messages: set-up-for-test
	$(VENV)/python -m scripts.messages

# Resolve the dependencies of pyproject.toml anew.
lock:
	scripts/lock.sh

# Measure the performance goals.
bench: set-up-for-test
	$(VENV)/python -m benchmarks $(ARGS)

# Import 20,000 damaged files; make fuzz ARGS="--files 100000 --corpus FOLDER --seed 2" for more and other ones.
fuzz: set-up-for-test
	$(VENV)/python -m scripts.fuzz $(ARGS)

# A picture of every page, light and dark, into shots/.
shots: set-up-for-test
	QT_QPA_PLATFORM=offscreen $(VENV)/python -m scripts.shots $(ARGS)

# Do ten everyday tasks in the real window, count the keys, write docs/keystrokes.md.
keystrokes: set-up-for-test
	QT_QPA_PLATFORM=offscreen $(VENV)/python -m scripts.keystrokes

clean:
	rm -rf .venv shots build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find crm_desktop tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

set-up-for-run:
	@$(PYTHON) scripts/set_up.py run

set-up-for-test:
	@$(PYTHON) scripts/set_up.py test
