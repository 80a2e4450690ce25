#!/bin/sh
# Tries the pages in headless Chromium, on a service with three nodes (`make test` runs this too).
#
# Arguments choose tests by a part of their name. BERTH names the program (else .build/debug/berth), CHROMIUM the browser.
# Playwright comes from PyPI into .deps/browser, once; Chromium is the system's, and is installed where it is missing and
# this may be done. Ends with 77 where there is none.
set -eu

playwright=1.65.2
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tool="$root/.deps/browser"

say() { printf '%s\n' "browser-test: $*" >&2; }

browser() {
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome; do
        if command -v "$name" 2>/dev/null; then return 0; fi
    done
    return 1
}

if ! CHROMIUM=$(browser); then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "installing chromium"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium fonts-dejavu-core; } >&2 || true
    fi
    CHROMIUM=$(browser) || { say "there is no Chromium; install it, or name it in CHROMIUM"; exit 77; }
fi
export CHROMIUM

if ! "$tool/bin/python" -c 'import playwright' 2>/dev/null; then
    say "installing playwright $playwright into .deps/browser"
    { python3 -m venv "$tool" && "$tool/bin/pip" install --quiet "playwright==$playwright"; } >&2 ||
        { rm -rf "$tool"; say "it could not be installed; python3 with venv and a way to PyPI are needed"; exit 77; }
fi

PYTHONPATH="$root/Tests/Browser" PYTHONDONTWRITEBYTECODE=1 exec "$tool/bin/python" "$root/Tests/Browser/browser_test.py" "$@"
