# Two commands matter: `make run` and `make test`. Both set up what they need.
# Needs Python 3.11 or newer and make; uses uv where it is installed, and is then a little quicker.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WORKERS ?= 3
UV     := $(shell command -v uv 2>/dev/null)

# Hundreds of processes of the tests and checks load the same rooms: where the environment forbids to keep
# compiled code, each would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

ifdef UV
  CREATE  := uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
  INSTALL := uv pip install --quiet --compile-bytecode --python $(BIN)/python
else
  CREATE  := $(PYTHON) -m venv $(VENV)
  INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: setup setup-dev run test check format bench docs sample clean

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev

$(VENV)/.ready: requirements.txt pyproject.toml
	$(CREATE)
	$(INSTALL) -r requirements.txt
	$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	$(INSTALL) -r requirements-dev.txt
	@touch $@

run: setup  ## the main job on the sample world, ending in reports to open
	$(BIN)/trama run sample_data/deliveries --store store/sample.duckdb --out out

test: setup-dev  ## the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: setup-dev  ## style, types, the rooms' order
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev  ## how often it is right and what it costs; an hour, or `make bench BENCH="--parts job --sizes 2000"`
	$(BIN)/python -m benchmarks $(BENCH)

docs: setup-dev  ## the reference pages that are generated from the code
	$(BIN)/python -m schemas.reference

sample: setup-dev  ## the sample world, from its seed
	$(BIN)/python -m sample_data.generate --form partners --out sample_data

clean:
	rm -rf $(VENV) out store build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
