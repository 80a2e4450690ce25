#!/usr/bin/env bash
# Speed and decision figures, each beside its peers in the same run. See Benchmarks/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.deps/bench
if [ ! -x "$environment/bin/python" ]; then
    python3 -m venv "$environment" || { echo "bench: python3-venv is missing" >&2; exit 1; }
    # lleaves 1.3 needs llvmlite below 0.45.
    "$environment/bin/pip" install --quiet 'lightgbm>=4.6' lleaves 'llvmlite<0.45' numpy
fi
make build PRODUCT=forest-bench
make build PRODUCT=engine-bench
make build
CC=${CC:-clang} "$environment/bin/python" Benchmarks/forest/run.py
.build/release/engine-bench
if [ -d ../shared/data ]; then python3 Benchmarks/replay/run.py; else echo "bench: no ../shared/data, replays skipped"; fi
