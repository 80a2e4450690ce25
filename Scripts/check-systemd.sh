#!/bin/sh
# Has systemd read deploy/systemd/berth.service (`make lint` runs this). Starting it needs a system that systemd runs.
set -eu
cd "$(dirname "$0")/.."
if ! command -v systemd-analyze >/dev/null 2>&1; then
    echo "check-systemd: skipped, systemd-analyze is missing (Debian, Ubuntu: apt-get install systemd)" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The program need not be installed for its unit to be read.
program=$(command -v true)
sed "s|^ExecStart=/usr/local/bin/berth|ExecStart=$program|; s|^Documentation=.*||" deploy/systemd/berth.service >"$folder/berth.service"
faults=$(systemd-analyze verify --man=no "$folder/berth.service" 2>&1) || { echo "$faults" >&2; exit 1; }
# A key that it does not know is a warning to it.
case "$faults" in *berth.service*) echo "$faults" >&2; exit 1 ;; esac
