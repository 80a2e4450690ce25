#!/bin/sh
# Writes the pages' files, Sources/Dashboard/Assets, into the Swift text that the service answers with; a test keeps the
# two equal.
set -eu
cd "$(dirname "$0")/.."
assets=Sources/Dashboard/Assets
target=Sources/Dashboard/AssetTexts.swift
files=$(cd "$assets" && find . -type f \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' \) | sed 's|^\./||' | LC_ALL=C sort)

digest() { sha256sum | cut -c 1-16; }

{
    echo '/// The files of `Sources/Dashboard/Assets`; `Scripts/embed-pages.sh` writes this file.'
    echo 'enum AssetTexts {'
    echo '    /// Tells one state of all files from another.'
    echo "    static let version = \"$(for file in $files; do echo "$file"; cat "$assets/$file"; done | digest)\""
    echo
    echo '    static let all: [Asset] = ['
    for file in $files; do
        echo '        Asset('
        echo "            path: \"$file\","
        echo "            digest: \"$(digest < "$assets/$file")\","
        echo '            text: #"""'
        sed -e 's/^\(..*\)$/                \1/' "$assets/$file"
        echo
        echo '                """#'
        echo '        ),'
    done
    echo '    ]'
    echo '}'
} > "$target"
