#!/usr/bin/env bash
# Lets Graphviz lay out what `treadle graph --format dot` writes, without a warning. Usage: read_dot.sh TREADLE MACHINE…
# Where dot is missing it says SKIPPED (77).
set -euo pipefail
treadle=$1
shift
command -v dot >/dev/null || { echo 'SKIPPED read_dot: there is no dot (graphviz)' && exit 77; }
for machine in "$@"; do
    said=$("$treadle" graph "$machine" --format dot | dot -Tsvg -o /dev/null 2>&1) || { echo "$said" && exit 1; }
    [ -z "$said" ] || { echo "$machine: $said" && exit 1; }
done
