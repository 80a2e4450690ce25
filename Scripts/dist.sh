#!/bin/sh
# Makes a tarball that needs nothing but the C library (`make dist` runs this, after the build):
# .build/dist/berth-VERSION-linux-ARCHITECTURE.tar.gz, and its SHA-256 beside it.
#
# Swift's runtime is in the program. Other shared libraries, those of LightGBM among them, go into lib/berth, where the
# program's search path leads; the C library's own are the system's, as new as this one's or newer.
set -eu
cd "$(dirname "$0")/.."
[ "$(uname -s)" = Linux ] || { echo "dist: tarballs are made on Linux" >&2; exit 1; }

version=$(sed -n 's/.*static let version = "\(.*\)".*/\1/p' Sources/berth/Berth.swift)
name=berth-$version-linux-$(uname -m)
folder=.build/dist/$name
rm -rf "$folder" "$folder.tar.gz" "$folder.tar.gz.sha256"
Scripts/install.sh "" "$PWD/$folder"
# The unit's path is the installation's, which is not known here.
sed 's|^ExecStart=.*/bin/|ExecStart=/usr/local/bin/|' deploy/systemd/berth.service >"$folder/lib/systemd/system/berth.service"
cp README.md "$folder/share/doc/berth/"
strip --strip-debug "$folder/bin/berth"

# Name and path of every library that a file loads, one a line.
loaded() { ldd "$1" | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\).*/\1 \2/p'; }
# The C library, in its parts.
is_system() {
    case "$1" in
        libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | libutil.so.*) true ;;
        *) false ;;
    esac
}

for file in "$folder/bin/berth" "$folder"/lib/berth/lib_lightgbm.so; do
    loaded "$file" | while read -r library path; do
        is_system "$library" || [ -f "$folder/lib/berth/$library" ] || install -m 644 "$path" "$folder/lib/berth/$library"
    done
done

# What the program loads, from where; everything but the C library lies in the folder.
echo "$name/bin/berth:"
ldd "$folder/bin/berth" | sed "s|$PWD/$folder|$name|"
for library in "$folder"/lib/berth/*; do
    readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r needed; do
        case "$needed" in ld-linux*) continue ;; esac
        is_system "$needed" || [ -f "$folder/lib/berth/$needed" ] ||
            { echo "dist: $library needs $needed, which is not in the folder" >&2; exit 1; }
    done
done

tar -C .build/dist --sort=name --owner=0 --group=0 --numeric-owner -czf "$folder.tar.gz" "$name"
(cd .build/dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
du -h "$folder.tar.gz"
