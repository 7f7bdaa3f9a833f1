# nqtext: make demo shows it at work, make test proves it works; both set everything up.
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOG    := $(VENV)/pip.log
SHOWN  := $(addprefix notebooks/articles/,nghi-quyet-06-do-thi-cong-bo.txt giai-ngan-dau-tu-cong-bao.txt nghi-quyet-hdnd-kon-tum.txt)

.PHONY: demo test check bench docs notebooks clean

demo: $(VENV)/.nqtext
	@$(BIN)/nqtext tag --format text $(SHOWN)
	@mkdir -p build && $(BIN)/nqtext report notebooks/articles/*.txt -o build/samples.html
	@echo "A page, a newspaper report and a resolution. All samples, to look at: build/samples.html"

test: $(VENV)/.nqtext-dev
	@$(BIN)/python -m pytest

check: $(VENV)/.nqtext-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.nqtext-dev
	@$(BIN)/python -m benchmarks

# The documentation, into site/; it loads nothing from the network, neither now nor when it is read.
docs: $(VENV)/.nqtext-dev
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html"

# The notebooks again, from top to bottom, with their outputs.
notebooks: $(VENV)/.nqtext-dev
	@$(BIN)/python -m notebooks

clean:
	rm -rf $(VENV) build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.nqtext: pyproject.toml | $(VENV)/bin/python
	@$(call install,-e .)
	@touch $@

$(VENV)/.nqtext-dev: pyproject.toml | $(VENV)/bin/python
	@$(call install,-e '.[dev]')
	@touch $@ $(VENV)/.nqtext

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "nqtext: there is no $(PYTHON); install Python 3.11 or newer, or say make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "nqtext: $(PYTHON) is too old ($$($(PYTHON) -V 2>&1)); it must be Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "nqtext: $(PYTHON) has no venv module; install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# Quiet when it works; one line, and where the details are, when it does not.
define install
echo "nqtext: installing into $(VENV) (a minute or so, once) ..." >&2; \
$(BIN)/python -m pip install --disable-pip-version-check $(1) >$(LOG) 2>&1 || { \
echo "nqtext: the installation failed; is there a network? $(LOG) says: $$(grep -m 1 -i error $(LOG) || tail -n 1 $(LOG))" >&2; exit 1; }
endef
