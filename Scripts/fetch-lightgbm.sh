#!/bin/sh
# Fetches LightGBM's C library into .deps/lightgbm (`make deps` runs this).
#
# The library is the one inside LightGBM's own Python wheel. The wheel is downloaded with pip, checked against the
# hashes below and unpacked; nothing is installed into Python. A second run finds the library and does nothing.
#
#   Scripts/fetch-lightgbm.sh            into .deps beside this script's folder
#   Scripts/fetch-lightgbm.sh DIRECTORY  into another folder
set -eu

# The one place that names the version: raise it together with the hashes of its wheels.
version=4.7.0
requirement() {
    cat <<REQUIREMENT
lightgbm==$version \\
    --hash=sha256:d23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7 \\
    --hash=sha256:d4529acec5c6fefe4768302a529707d0ead90f6a6f42df694b856212e09695b8 \\
    --hash=sha256:129535462686f274df179133643118c5c5c5667167fe6c3a28d955f0b3c8e868 \\
    --hash=sha256:dfc1cfe8e760387be1e7ba7a214688be21fdff96e4ed9749188f83e1877c2477
REQUIREMENT
    # In this order: Linux x86_64, Linux aarch64, macOS arm64, macOS x86_64.
}

deps=${1:-"$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/.deps"}
target="$deps/lightgbm"
case "$(uname -s)" in
    Darwin) library="$target/lib/lib_lightgbm.dylib" ;;
    *) library="$target/lib/lib_lightgbm.so" ;;
esac

say() { printf '%s\n' "fetch-lightgbm: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

# A library of the user's own is used as it is.
if [ $# -eq 0 ] && [ -f "${BERTH_LIGHTGBM_LIBRARY:-}" ]; then exit 0; fi

# Installs Debian or Ubuntu packages when that is possible without asking anyone; fails otherwise.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || return 1
    say "installing $*"
    apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Python is used as a downloader and as an unzipper; 3.7 is enough.
ensure_python() {
    python3 -m pip --version >/dev/null 2>&1 && return 0
    apt_install python3 python3-pip ca-certificates || true
    python3 -m pip --version >/dev/null 2>&1 ||
        fail "python3 with pip is missing; install it (Debian, Ubuntu: apt-get install python3 python3-pip) and run again"
}

# Prints why the library cannot be loaded, or nothing when it can.
load_failure() {
    python3 - "$library" <<'PYTHON'
import ctypes, sys
try:
    ctypes.CDLL(sys.argv[1])
except OSError as error:
    print(error)
PYTHON
}

# The library needs an OpenMP runtime that the wheel does not carry.
ensure_loadable() {
    reason=$(load_failure)
    case "$reason" in
        *libgomp*)
            apt_install libgomp1 || fail "libgomp1 is missing; install it (Debian, Ubuntu: apt-get install libgomp1)"
            reason=$(load_failure)
            ;;
        *libomp*) fail "libomp is missing; install it (macOS: brew install libomp), or use brew install lightgbm" ;;
    esac
    [ -z "$reason" ] || fail "$library cannot be loaded: $reason"
}

download() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    requirement >"$work/requirement.txt"
    say "downloading LightGBM $version"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
        --dest "$work" --requirement "$work/requirement.txt" >&2 ||
        fail "no wheel of LightGBM $version for this machine could be fetched; with a library from elsewhere" \
            "(macOS: brew install lightgbm) set BERTH_LIGHTGBM_LIBRARY to its path"
    python3 -m zipfile -e "$work"/lightgbm-*.whl "$work/wheel"
    # The new folder is complete before it takes the old one's place.
    mkdir -p "$deps"
    rm -rf "$target.new"
    mkdir "$target.new"
    mv "$work/wheel/lightgbm/lib" "$target.new/lib"
    find "$work/wheel" -path '*dist-info*' -name 'LICENSE*' -exec cp {} "$target.new/" \;
    printf '%s\n' "$version" >"$target.new/VERSION.txt"
    rm -rf "$target"
    mv "$target.new" "$target"
}

if [ ! -f "$library" ] || [ "$(cat "$target/VERSION.txt" 2>/dev/null)" != "$version" ]; then
    ensure_python
    download
fi
# A library that came with a copied folder still needs this machine's OpenMP.
if command -v python3 >/dev/null 2>&1; then
    ensure_loadable
fi
