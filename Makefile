# Work safety warehouse. Needs Python 3.11 or later and make; everything else is set up in .venv.
# Only relative paths are used, so the checkout may lie in any folder.

.DEFAULT_GOAL := help
.PHONY: help setup run demo build test test-fast coverage lint style floors types sql bench docs regions lock clean FORCE

READY := .venv/.ready
# Tests of one file stay together, so that what a file builds is built once.
WORKERS := -n 2 --dist loadfile
LOCKS := requirements.lock requirements-uv.lock
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade

# .venv/.ready holds the folder the environment was made in. Elsewhere, or when its Python is gone
# or it was never finished, the environment is made anew.
WHOLE = test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" && .venv/bin/python -c '' 2>/dev/null
ifneq ($(shell $(WHOLE) && echo whole),whole)
$(READY): FORCE
endif

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv from the lock files (PYTHON=… chooses the Python)

$(READY): $(LOCKS) pyproject.toml
	@$(WHOLE) || $(MAKE_VENV)
	@rm -f $(READY)
	@echo "Installing the locked packages into .venv / 正在按锁定文件安装 .venv"
	@.venv/bin/python -m pip install --quiet --require-hashes -r requirements-uv.lock
	@$(INSTALL)
	@pwd -P > $(READY)

run: setup ## build if anything changed, then serve the explorer (PORT=8501)
	@.venv/bin/warehouse build --if-changed
	@exec .venv/bin/warehouse serve

# The home of the simulated city lies beside that of the data.
DEMO_HOME := $(if $(WAREHOUSE_HOME),$(dir $(patsubst %/,%,$(WAREHOUSE_HOME)))demo,demo)

demo: setup ## make a simulated city if it is not there, then serve it (PORT=8501)
	@.venv/bin/warehouse demo
	@WAREHOUSE_HOME="$(DEMO_HOME)" exec .venv/bin/warehouse serve

build: setup ## build, test and publish the warehouse
	@.venv/bin/warehouse build

# Browser tests run by themselves: no build beside them keeps a page waiting, and the loop that
# Playwright leaves running in a process meets no other test. Both parts share one published home.
test: setup lint ## lint, then run the whole test suite
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; failed=0; \
	for part in "tests --ignore=tests/browser" tests/browser; do \
	  TESTS_FOLDER="$$folder" .venv/bin/python -m pytest $(WORKERS) --testrunuid=all $$part \
	    || failed=1; \
	done; exit $$failed

test-fast: setup ## run what needs no warehouse and no browser, in two minutes
	@.venv/bin/python -m pytest $(WORKERS) -m "not slow" --ignore=tests/browser

coverage: setup ## run all but the browser tests and tell which lines of Python they reach
	@.venv/bin/python -m pytest $(WORKERS) --cov --ignore=tests/browser

lint: setup ## check style, types, floors and SQL
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types sql style floors

style: setup
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet

floors: setup
	@.venv/bin/lint-imports >.venv/floors.log || { cat .venv/floors.log; exit 1; }

types: setup
	@.venv/bin/mypy --no-error-summary

sql: setup
	@.venv/bin/sqlfluff lint --disable-progress-bar --nocolor models macros tests/dbt

bench: setup ## measure, and write the figures into benchmarks/README.md
	@.venv/bin/python -m benchmarks

docs: setup ## write docs/data-dictionary.md anew and dbt's documentation into target/
	@.venv/bin/warehouse build --if-changed
	@.venv/bin/python -m tools.write_data_dictionary
	@.venv/bin/python -m tools.write_dbt_docs
	@echo "target/static_index.html"

regions: setup ## make seeds/reference/regions.csv again from its sources
	@.venv/bin/python -m tools.make_regions

lock: setup ## resolve the locked versions anew
	@$(UV_COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	@echo uv | $(UV_COMPILE) --output-file requirements-uv.lock -

clean: ## remove what tools leave behind; .venv and data stay
	@rm -rf target logs dbt_packages .*_cache .hypothesis .coverage
	@find . -path ./.venv -prune -o -path ./.git -prune -o -type d -name __pycache__ -exec rm -rf {} +

# Makes .venv with the first Python that is new enough and can make one.
define MAKE_VENV
{ \
  rm -rf .venv; old=; bare=; \
  for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
    command -v "$$python" >/dev/null 2>&1 || continue; \
    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
      || { old=$$python; continue; }; \
    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$python; continue; }; \
    "$$python" -m venv .venv && exit 0; \
    bare=$$python; \
  done; \
  if [ -n "$$bare" ]; then \
    echo "$$bare cannot make a virtual environment: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2; \
    echo "$$bare 无法创建虚拟环境：请安装 venv 软件包（Debian、Ubuntu：apt install python3-venv）。" >&2; \
  else \
    echo "Python 3.11 or later is needed$${old:+; $$old is older}: install it, or name it with make PYTHON=/path/to/python3 ..." >&2; \
    echo "需要 Python 3.11 或更高版本$${old:+（$$old 版本过低）}：请先安装，或用 make PYTHON=/路径/python3 …… 指定。" >&2; \
  fi; \
  exit 1; \
}
endef

# uv is fast but does not read pip's configuration: where only pip knows an index, pip installs.
# --no-deps, for the lock is complete, and older pips do not find "name[extra]" in one with hashes.
define INSTALL
{ \
  .venv/bin/uv pip sync --quiet --compile-bytecode --require-hashes $(LOCKS) 2>.venv/uv.log \
    || { echo "uv reaches no index; pip installs instead / uv 无法访问软件源，改用 pip 安装"; \
         .venv/bin/python -m pip install --quiet --no-deps --require-hashes $(LOCKS:%=-r %); } \
} && { \
  .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable . 2>>.venv/uv.log \
    || .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
}
endef
