#!/bin/sh
# Lays program, domains, catalogs and LightGBM's library where the program finds them (`make install` runs this).
#
#   Scripts/install.sh DESTDIR PREFIX    into DESTDIR/PREFIX, to be run as PREFIX/bin/berth
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
prefix=$2
into=$1$prefix

case "$(uname -s)" in
    Darwin) library=lib_lightgbm.dylib ;;
    *) library=lib_lightgbm.so ;;
esac

put() { # MODE FILE FOLDER
    install -d "$3"
    install -m "$1" "$2" "$3/"
}

put 755 "$root/.build/release/berth" "$into/bin"
for file in "$root"/domains/*.yaml; do put 644 "$file" "$into/share/berth/domains"; done
for file in "$root"/catalogs/*.yaml; do put 644 "$file" "$into/share/berth/catalogs"; done
put 644 "$root/LICENSE" "$into/share/doc/berth"
if [ -f "$root/.deps/lightgbm/lib/$library" ]; then
    put 755 "$root/.deps/lightgbm/lib/$library" "$into/lib/berth"
    for file in "$root"/.deps/lightgbm/LICENSE*; do
        [ ! -f "$file" ] || install -m 644 "$file" "$into/share/doc/berth/LICENSE.lightgbm"
    done
else
    echo "install: no LightGBM's library in .deps; training will look for one in the usual places" >&2
fi
if [ "$(uname -s)" = Linux ]; then
    install -d "$into/lib/systemd/system"
    sed "s|/usr/local/bin/|$prefix/bin/|" "$root/deploy/systemd/berth.service" >"$into/lib/systemd/system/berth.service"
fi
