#!/bin/sh
# Writes openapi.yaml into the Swift text that the service answers with; a test keeps the two equal.
set -eu
cd "$(dirname "$0")/.."
target=Sources/HTTPAPI/Description/OpenAPIText.swift
{
    echo '/// `openapi.yaml` of the repository'"'"'s root; `Scripts/embed-openapi.sh` writes this file.'
    echo 'enum OpenAPIText {'
    echo '    static let yaml = #"""'
    sed -e 's/^\(..*\)$/        \1/' openapi.yaml
    echo '        """#'
    echo '}'
} > "$target"
