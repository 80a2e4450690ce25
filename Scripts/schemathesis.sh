#!/bin/sh
# Tries the running service against openapi.yaml with Schemathesis (`make api-test` runs this).
#
# A service of its own is started on a port that the system chooses, with three nodes and a data directory with some
# simulated runs and, where LightGBM's library is, two small models; it is asked with generated requests, good and bad,
# and stopped. It fails on any 5xx, any answer that openapi.yaml does not describe, and any request that should have been
# refused or taken and was not. Further arguments go to Schemathesis, such as `--max-examples 500` or `--seed 7`.
#
# Schemathesis comes from PyPI into .deps/schemathesis, once.
set -eu

version=4.32.5
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
berth=${BERTH:-"$root/.build/release/berth"}
berth=$(CDPATH='' cd -- "$(dirname -- "$berth")" && pwd)/$(basename -- "$berth")
tool="$root/.deps/schemathesis"

say() { printf '%s\n' "schemathesis: $*" >&2; }
[ -x "$berth" ] || { say "$berth is not built; run make build, or set BERTH"; exit 1; }

if [ ! -x "$tool/bin/schemathesis" ]; then
    say "installing version $version into .deps/schemathesis"
    python3 -m venv "$tool" && "$tool/bin/pip" install --quiet "schemathesis==$version" ||
        { rm -rf "$tool"; say "it could not be installed; python3 with venv and a way to PyPI are needed"; exit 1; }
fi

work=$(mktemp -d)
server=
nodes=
: >"$work/log"
finish() {
    # shellcheck disable=SC2086
    if [ -n "$server" ]; then kill $nodes "$server" 2>/dev/null || true; wait $nodes "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

# Requests that are right and cannot be carried out, such as for a target that does not exist, are answered with 422.
cat >"$work/schemathesis.toml" <<TOML
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 404, 409, 422]

# Which attributes a workload has, and in which currency it is paid, the domain says and not the description.
[[operations]]
include-path = ["/api/v1/decisions", "/api/v1/decisions/{id}/outcome", "/api/telemetry/runs"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 422]

# Which metrics there are, the service says.
[[operations]]
include-path = "/api/v1/metric-history"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400]

# A task's type says what its payload holds. Nobody waits for the end of what no node may be there to do.
[[operations]]
include-path = "/api/submit-task"
parameters = { wait = 0 }
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 413, 422]

# Each request follows events until the client has waited long enough.
[[operations]]
include-path = ["/api/v1/live", "/api/tasks/{id}/events"]
generation.max-examples = 2
TOML

cd "$work"
"$berth" demo --csv --runs 400 >history.csv
"$berth" runs import history.csv --data-dir data --domains "$root/domains" >/dev/null
library=${BERTH_LIGHTGBM_LIBRARY:-$(find "$root/.deps/lightgbm/lib" -name 'lib_lightgbm.*' 2>/dev/null | head -1)}
for seed in 1 2; do
    [ -n "$library" ] || break
    BERTH_LIGHTGBM_LIBRARY=$library "$berth" train --set rounds=5 --seed "$seed" --data-dir data \
        --domains "$root/domains" >/dev/null 2>&1
done

BERTH_RETENTION_RUN_DAYS=3660 "$berth" serve --http 127.0.0.1:0 --data-dir data --domains "$root/domains" 2>"$work/log" &
server=$!
address=
while [ -z "$address" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; say "the service did not start"; exit 1; }
    address=$(sed -n 's/.*"message":"listening".*"address":"\([^"]*\)".*/\1/p' "$work/log")
    [ -n "$address" ] || sleep 0.1
done

# Tasks come to an end, and so do the streams that follow them.
for kind in edge cloud gpu; do
    "$berth" node --kind "$kind" --listen 127.0.0.1:0 --join "$address" --log-level error --drain-seconds 1 &
    nodes="$nodes $!"
done

status=0
# Without a policy of its own a domain has that of its file again, and a cancelled task stays in the history.
"$tool/bin/schemathesis" run "$root/openapi.yaml" --url "$address" --checks all --exclude-checks use_after_free \
    --no-color "$@" || status=$?
if ! kill -0 "$server" 2>/dev/null; then say "the service ended"; status=1; fi
if grep -q '"message":"request failed"' "$work/log"; then
    say "requests failed inside the service:"
    grep '"message":"request failed"' "$work/log" | head -20 >&2
    status=1
fi
exit "$status"
