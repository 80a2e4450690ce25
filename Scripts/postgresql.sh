#!/bin/sh
# Runs a command with a PostgreSQL server of its own, and removes the server afterwards:
#
#     Scripts/postgresql.sh swift test --traits PostgreSQL --filter PersistenceTests
#
# The server is Debian's, installed first where it is missing. It listens on a free port of the loopback interface, keeps
# its data in a temporary folder, and is reached through the variable BERTH_TEST_POSTGRESQL. Its disk is not synced: the
# tests lose connections and transactions, not power.
set -eu

[ $# -gt 0 ] || { echo "usage: Scripts/postgresql.sh COMMAND..." >&2; exit 64; }

programs=""
find_programs() {
    for folder in "${PGBIN:-}" /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin; do
        # The last one is the newest.
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then programs=$folder; fi
    done
    if [ -n "${PGBIN:-}" ]; then programs=$PGBIN; fi
}

find_programs
if [ -z "$programs" ]; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "postgresql: installing postgresql" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
        find_programs
    fi
    [ -n "$programs" ] || {
        echo "postgresql: install PostgreSQL (Debian, Ubuntu: apt-get install postgresql) and run again" >&2
        echo "postgresql: make test TRAITS= does without it" >&2
        exit 1
    }
fi

# The server refuses to run as root.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then as_owner() { runuser -u postgres -- "$@"; }; fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/berth-postgresql.XXXXXX")
chmod 755 "$folder"
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
started=""
remove() {
    status=$?
    trap - EXIT INT TERM
    if [ -n "$started" ]; then
        (cd / && as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
    fi
    rm -rf "$folder"
    exit "$status"
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The user's folder may be one that the server's owner cannot enter.
cd_quietly() { (cd / && "$@"); }
cd_quietly as_owner "$programs/initdb" -D "$folder/data" -U berth -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null

# A free port may be taken in the moment before the server opens it: a few attempts.
attempt=0
while [ -z "$started" ]; do
    attempt=$((attempt + 1))
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300"
    if cd_quietly as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "$options" start >/dev/null; then
        started=yes
    elif [ "$attempt" -ge 3 ]; then
        echo "postgresql: the server does not start:" >&2
        cat "$folder/log" >&2
        exit 1
    fi
done

export BERTH_TEST_POSTGRESQL="postgresql://berth@127.0.0.1:$port/postgres?sslmode=disable"
"$@"
