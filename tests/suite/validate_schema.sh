#!/usr/bin/env bash
# Holds the schema of test files against a JSON Schema validator of somebody else's (ajv), over every test file of the
# examples and over slips it has to find. Usage: validate_schema.sh TREADLE
#
# Installs ajv and a YAML reader from npm into a folder that is gone afterwards. Where there is no npm, or nothing can
# be installed, it says SKIPPED (77), unless TREADLE_NEED_NODE is set: then that is a failure.
set -euo pipefail
treadle=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

skip() {
    [ -z "${TREADLE_NEED_NODE-}" ] || { echo "validate_schema: $1" && exit 1; }
    echo "SKIPPED validate_schema: $1"
    exit 77
}

command -v npm >/dev/null || skip "there is no npm"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root/tests/suite/validate_schema.mjs" "$folder"
"$treadle" help test-schema >"$folder/schema.json"
cd "$folder"
timeout 120 npm install --no-audit --no-fund --no-package-lock --fetch-retries=0 ajv@8.17.1 ajv-formats@3.0.1 yaml@2.6.1 \
    >npm.log 2>&1 </dev/null || { tail -n 3 npm.log && skip "npm cannot install ajv"; }
find "$root/examples" -name '*.test.yaml' -o -name '*.test.json' | sort | xargs node validate_schema.mjs
