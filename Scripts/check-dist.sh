#!/bin/sh
# Runs what `make dist` made where nothing else is: a folder with the tarball and the C library, as the root directory.
# No shell, no Swift, no Python, no SQLite: what the program needs and the tarball lacks shows here.
#
#   Scripts/check-dist.sh [TARBALL]
#
# It asks for the version, serves, asks for health and for a decision over HTTP, and trains a model.
set -eu
cd "$(dirname "$0")/.."
tarball=${1:-$(ls -t .build/dist/berth-*.tar.gz 2>/dev/null | head -1)}
[ -f "${tarball:-}" ] || { echo "check-dist: no tarball; run make dist" >&2; exit 1; }
if [ "$(id -u)" != 0 ]; then exec unshare --map-root-user --mount --pid --fork "$0" "$tarball"; fi

root=$(mktemp -d)
server=
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap clean EXIT

mkdir -p "$root/opt" "$root/tmp" "$root/data" "$root/proc"
# The loader asks /proc where the program lies, as in any container.
mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
tar -C "$root/opt" -xzf "$tarball"
folder=$(basename "$tarball" .tar.gz)
mv "$root/opt/$folder" "$root/opt/berth"
# The C library and its loader, at the places where the program asks for them.
ldd "$root/opt/berth/bin/berth" | grep -o '/[^ ]*' | grep -v "^$root" | while read -r file; do
    case "$file" in
        */libc.so.* | */libm.so.* | */libdl.so.* | */libpthread.so.* | */librt.so.* | */libresolv.so.* | */libutil.so.* | */ld-linux*)
            mkdir -p "$root$(dirname "$file")"
            cp -L "$file" "$root$file"
            ;;
        *) echo "check-dist: the program loads $file from this system" >&2; exit 1 ;;
    esac
done
# LightGBM asks for two parts more, which newer C libraries keep empty.
for part in libdl.so.2 libpthread.so.0; do
    file=$(ldd "$root/opt/berth/lib/berth/lib_lightgbm.so" | sed -n "s|.*$part => \(/[^ ]*\).*|\1|p")
    [ -z "$file" ] || { mkdir -p "$root$(dirname "$file")" && cp -L "$file" "$root$file"; }
done

clean_env="env -i HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin"
berth() { $clean_env chroot "$root" /opt/berth/bin/berth "$@"; }
check() { echo "check-dist: $*"; }

check "version $(berth --version)"
# A simulated history, imported and learnt from.
berth demo --csv --runs 400 --seed 7 >"$root/tmp/history.csv"
berth runs import /tmp/history.csv --data-dir /data >/dev/null
berth train --data-dir /data --set rounds=20 | tail -1
# The service, with the domains beside the program.
$clean_env chroot "$root" /opt/berth/bin/berth serve --http 127.0.0.1:0 --data-dir /data 2>"$root/tmp/log" &
server=$!
address=
for _ in $(seq 100); do
    address=$(sed -n 's|.*"address":"\(http://[^"]*\)".*|\1|p' "$root/tmp/log")
    [ -z "$address" ] || break
    sleep 0.1
done
[ -n "$address" ] || { cat "$root/tmp/log" >&2; exit 1; }
check "health: $(curl -fsS "$address/health" | cut -c 1-60)…"
answer=$(curl -fsS "$address/api/predict" -H 'Content-Type: application/json' \
    -d '{"spec": {"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512}}')
check "decision: $(echo "$answer" | cut -c 1-80)…"
case "$answer" in *'"recorded":true'*) ;; *) echo "check-dist: the decision is not recorded" >&2; exit 1 ;; esac
[ "$(curl -fsS -o /dev/null -w '%{http_code}' "$address/")" = 200 ]
kill -TERM "$server"
wait "$server"
server=
check "stopped"
