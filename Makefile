# make demo   build, serve simulated traffic, learn from it, show what that is worth; Ctrl-C ends it
# make test   everything: unit, reference, fuzz and acceptance tests, with the coverage of the lower layers
# make api-test  generated requests, good and bad, against openapi.yaml
# make lint   formatting and style, and whether docs/architecture.md follows the code
# make deps   the headers of SQLite and zlib, and LightGBM's library, which training loads
# make bench  speed figures beside the peers'

SWIFT ?= swift
BERTH = .build/release/berth

.PHONY: demo test api-test lint deps bench build

demo: build
	$(BERTH) demo

build: deps
	$(SWIFT) build -c release --product berth

# Where a task runs depends on how far the nodes are, which on a busy machine is how busy it is: the scenarios run by
# themselves, and everything that starts processes apart from the rest, whose coverage is counted.
test: deps
	Scripts/prometheus-tools.sh
	$(SWIFT) build --build-tests --enable-code-coverage
	$(SWIFT) test --skip-build --enable-code-coverage --filter AcceptanceTests.TaskScenarioTests
	$(SWIFT) test --skip-build --enable-code-coverage --filter AcceptanceTests --skip TaskScenarioTests
	$(SWIFT) test --skip-build --enable-code-coverage --skip AcceptanceTests
	python3 Scripts/coverage.py "$$($(SWIFT) test --show-codecov-path)"

api-test: build
	Scripts/schemathesis.sh

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift
	python3 Scripts/structure.py --journeys docs/architecture.md

deps:
	Scripts/system-packages.sh
	Scripts/fetch-lightgbm.sh

bench: build
	Scripts/bench.sh
