#!/usr/bin/env bash
# Lets lcov's own reader make pages of what `treadle test --coverage lcov=FILE` writes. Usage: read_lcov.sh TREADLE
# Where genhtml is missing it says SKIPPED (77).
set -euo pipefail
treadle=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
command -v genhtml >/dev/null || { echo 'SKIPPED read_lcov: there is no genhtml (lcov)' && exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root/examples/order"
"$treadle" test --coverage "lcov=$folder/order.info" >/dev/null
genhtml -q --branch-coverage -o "$folder/pages" "$folder/order.info"
[ -s "$folder/pages/index.html" ]
