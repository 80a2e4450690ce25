#!/bin/sh
# Makes the pictures of docs/pages anew: `make demo` in one shell, and a quarter of an hour later in another
#
#     Scripts/page-pictures.sh http://127.0.0.1:8080
#
# Playwright, Pillow and Chromium as for Scripts/browser-test.sh, which is to be run once before.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
python="$root/.deps/browser/bin/python"
[ -x "$python" ] || { echo "page-pictures: run Scripts/browser-test.sh first" >&2; exit 1; }
"$python" -c 'import PIL' 2>/dev/null || "$root/.deps/browser/bin/pip" install --quiet pillow
CHROMIUM=${CHROMIUM:-$(command -v chromium)} PYTHONPATH="$root/Tests/Browser" PYTHONDONTWRITEBYTECODE=1 \
    exec "$python" "$root/Tests/Browser/pictures.py" "$@"
