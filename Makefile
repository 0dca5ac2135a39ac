# Everything a developer or an installation runs. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help setup tools demo town test test-slow coverage check fix docs messages bench bench-slow bench-match bench-checks bench-send lock wheel check-wheel advisories licences clean

PORT ?= 8000
SHARE ?= 1
PYTHON = $(shell sh scripts/find_python.sh)
RUN = .venv/bin/python
# What was read once is kept beside it: each process of the suite reads the same thousand files.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 20

setup: ## Install, build, migrate, load the invented project (quick when nothing changed)
	@test -n "$(PYTHON)" && "$(PYTHON)" scripts/set_up.py

tools:
	@test -n "$(PYTHON)" && "$(PYTHON)" scripts/set_up.py tools

demo: setup ## Serve the invented project on http://localhost:8000 and print its sign-ins (PORT=8100 for another port)
	@exec $(RUN) scripts/serve_demo.py $(PORT)

town: ## The same with the larger invented projects (about 230 and 1,100 people; under two minutes)
	@test -n "$(PYTHON)" && "$(PYTHON)" scripts/set_up.py town

test: tools ## Every test that runs Yarrow, on SQLite and on PostgreSQL
	@$(RUN) scripts/run_tests.py $(ARGS)

test-slow: tools ## The long simulations
	@$(RUN) scripts/run_tests.py --slow $(ARGS)

coverage: tools ## What tests reach, by room and by drawer; fails below the stops of pyproject.toml
	@$(RUN) scripts/reach.py $(ARGS)

check: tools ## Format, lint, types, layers, house rules
	@$(RUN) scripts/check.py

fix: tools ## Format and mend what can be mended
	@$(RUN) -m ruff check --fix --quiet . ; $(RUN) -m ruff format --quiet .

docs: tools ## Write the generated pages of docs/
	@$(RUN) scripts/write_docs.py

messages: tools ## Write the catalogues of every language anew from the sources (docs/how-to/translate.md)
	@$(RUN) scripts/messages.py

bench: setup ## Twenty users at once, beside a bare view: ratios, and the cost of sealing
	@$(RUN) bench/run.py $(ARGS)

bench-slow: setup ## The same with 300,000 contacts, then with 5 million on PostgreSQL (SHARE=0.02: a fiftieth of those)
	@$(RUN) bench/run.py --people 5000 --contacts 300000 --seconds 15 --rounds 3
	@$(RUN) bench/run.py --engine postgres --projects 40 --largest 10000 --people 75000 --contacts 5000000 --times 20 --share $(SHARE) --seconds 15 --rounds 3

bench-match: tools ## How well and how fast reports are matched, beside Splink (installs it into build/bench)
	@PYTHONPATH=. $(RUN) -m bench.match $(ARGS)

bench-checks: tools ## A million released identifiers, checked by two processes beside a bare view; can hit and miss be told apart?
	@PYTHONPATH=. $(RUN) bench/checks.py $(ARGS)

bench-send: tools ## How long 7,000 messages take to leave, beside a bare loop over smtplib (ARGS=--kill kills the sender again and again)
	@PYTHONPATH=. $(RUN) -m bench.sending $(ARGS)

lock: tools ## Lock the packages with their hashes (ARGS=--upgrade for newer ones)
	@$(RUN) scripts/lock.py $(ARGS)

wheel: tools ## Build the wheel into dist/, with the lock it runs on and the sums of both
	@$(RUN) scripts/wheel.py

check-wheel: tools ## Build the wheel twice, compare, install it alone, serve from an empty folder (ARGS=FILE compares a wheel you got)
	@$(RUN) scripts/check_wheel.py $(ARGS)

advisories: tools ## Ask whether a locked package has a known weakness; fail where nobody could be asked
	@$(RUN) scripts/advisories.py

licences: tools ## List the licence of every locked package; fail on one that does not fit
	@$(RUN) scripts/licences.py

clean: ## Remove what was built (never var/, which holds records)
	rm -rf .venv build frontend/node_modules tests/browser/node_modules src/yarrow/ui/static/ui/built src/*.egg-info .*_cache
