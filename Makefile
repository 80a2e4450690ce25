# make demo      build, serve simulated traffic, learn from it, show what that is worth; Ctrl-C ends it
# make build     the release program, .build/release/berth
# make test      everything: unit, reference, fuzz and acceptance tests, with the coverage of the lower layers, on a
#                PostgreSQL server of its own; make test TRAITS= leaves PostgreSQL out
# make api-test  generated requests, good and bad, against openapi.yaml
# make lint      formatting and style, and whether docs/architecture.md follows the code
# make deps      the headers of SQLite and zlib, and LightGBM's library, which training loads
# make install   program, domains, catalogs and LightGBM's library under PREFIX (and DESTDIR), after make build
# make dist      the same as a tarball in .build/dist that needs nothing but the C library
# make bench     speed figures beside the peers'

SWIFT ?= swift
# Package traits of make test's build, separated by commas; make build has none.
TRAITS ?= PostgreSQL
# What make build builds: berth, or one of the benchmarks.
PRODUCT ?= berth
PREFIX ?= /usr/local
DESTDIR ?=

BERTH = .build/release/berth
POSTGRESQL = $(findstring PostgreSQL,$(TRAITS))
DEBUG_FLAGS = $(if $(TRAITS),--traits $(TRAITS))
WITH_SERVER = $(if $(POSTGRESQL),Scripts/postgresql.sh)
# On Linux the program of a tarball carries Swift's runtime, and finds the libraries that lie beside it.
ifeq ($(shell uname -s),Linux)
DIST_FLAGS = --static-swift-stdlib -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/../lib/berth'
endif

.PHONY: demo build test api-test lint deps install dist bench

demo: build
	$(BERTH) demo

build: deps
	$(SWIFT) build -c release --product $(PRODUCT)

# Where a task runs depends on how far the nodes are, which on a busy machine is how busy it is: the scenarios run by
# themselves, and everything that starts processes apart from the rest, whose coverage is counted. What is missing is
# told before the build.
test: deps
	Scripts/system-packages.sh $(POSTGRESQL)
	$(WITH_SERVER) true
	Scripts/prometheus-tools.sh
	$(SWIFT) build --build-tests --enable-code-coverage $(DEBUG_FLAGS)
	$(SWIFT) test --skip-build --enable-code-coverage $(DEBUG_FLAGS) --filter AcceptanceTests.TaskScenarioTests
	$(SWIFT) test --skip-build --enable-code-coverage $(DEBUG_FLAGS) --filter AcceptanceTests --skip TaskScenarioTests
	$(WITH_SERVER) $(SWIFT) test --skip-build --enable-code-coverage $(DEBUG_FLAGS) --skip AcceptanceTests
	python3 Scripts/coverage.py "$$($(SWIFT) test --show-codecov-path $(DEBUG_FLAGS))"

api-test: build
	Scripts/schemathesis.sh

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Benchmarks Examples Package.swift
	Scripts/check-systemd.sh
	python3 Scripts/structure.py --journeys docs/architecture.md

deps:
	Scripts/system-packages.sh
	Scripts/fetch-lightgbm.sh

# Builds nothing that is there, so that `make && sudo make install` needs no Swift as root.
install:
	test -x $(BERTH) || $(MAKE) build
	Scripts/install.sh "$(DESTDIR)" "$(PREFIX)"

dist: deps
	$(SWIFT) build -c release --product berth $(DIST_FLAGS)
	Scripts/dist.sh

bench: build
	Scripts/bench.sh
