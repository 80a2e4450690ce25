#!/bin/sh
# Makes sure that Prometheus, promtool and PyYAML are there, for the checks of deploy/ (`make test` runs this).
#
# Debian's and Ubuntu's package of Prometheus is unpacked into .deps/prometheus, once, and not installed: installing it
# would start a server on port 9090. Where nothing can be done the tests that need it are skipped and say so; with
# CI=true this fails.
#
#   Scripts/prometheus-tools.sh          brings what is missing
#   Scripts/prometheus-tools.sh --check  only says what is missing
set -eu

folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/.deps/prometheus
PATH="$PATH:$folder/usr/bin"

say() { printf '%s\n' "prometheus-tools: $*" >&2; }
has_prometheus() { command -v prometheus >/dev/null 2>&1 && command -v promtool >/dev/null 2>&1; }
has_yaml() { python3 -c 'import yaml' >/dev/null 2>&1; }

if has_prometheus && has_yaml; then exit 0; fi
if [ "${1:-}" != --check ] && command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq >&2 || true
    has_yaml || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-yaml >&2 || true
    if ! has_prometheus; then
        say "unpacking the package prometheus into .deps/prometheus"
        package=$(mktemp -d)
        # As root, apt drops its rights for downloads, and needs a folder that it can then write to.
        chmod 777 "$package"
        if (cd "$package" && apt-get download -qq prometheus >&2); then
            mkdir -p "$folder"
            dpkg-deb -x "$package"/prometheus_*.deb "$folder"
        fi
        rm -rf "$package"
    fi
fi
if has_prometheus && has_yaml; then exit 0; fi
has_prometheus || say "prometheus and promtool are missing (Debian, Ubuntu: the package prometheus)"
has_yaml || say "PyYAML is missing (Debian, Ubuntu: apt-get install python3-yaml)"
if [ "${1:-}" = --check ] || [ "${CI:-}" = true ]; then exit 1; fi
say "the checks that need them are skipped"
