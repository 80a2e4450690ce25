#!/bin/sh
# Makes sure that SQLite's and zlib's headers are there (`make deps` runs this). Swift's own installation on Debian and
# Ubuntu asks for both packages; a smaller one may lack them. With the argument `PostgreSQL`, for a build with the trait
# of that name, libpq's header as well.
set -eu

missing=""
header() {
    for folder in /usr/include /usr/include/postgresql /usr/local/include "${SDKROOT:-}/usr/include"; do
        if [ -f "$folder/$1" ]; then return 0; fi
    done
    missing="$missing $2"
}

[ "$(uname -s)" = Linux ] || exit 0
header sqlite3.h libsqlite3-dev
header zlib.h zlib1g-dev
case " $* " in
*" PostgreSQL "*) header libpq-fe.h libpq-dev ;;
esac
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "system-packages: installing$missing" >&2
    apt-get update -qq >&2
    # shellcheck disable=SC2086 # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
else
    echo "system-packages: install$missing (Debian, Ubuntu: apt-get install$missing) and run again" >&2
    case "$missing" in *libpq*) echo "system-packages: make test TRAITS= does without PostgreSQL" >&2 ;; esac
    exit 1
fi
