#!/usr/bin/env bash
# Synthesises the CDK app of examples/two-accounts again and compares what comes out with the templates kept there.
#
# Installs Node 22 and the CDK from npm into a folder that is gone afterwards. Where there is no npm, or nothing can
# be installed, it says SKIPPED (77), unless TREADLE_NEED_NODE is set: then that is a failure.
set -euo pipefail
app=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../examples/two-accounts/cdk" && pwd)

skip() {
    [ -z "${TREADLE_NEED_NODE-}" ] || { echo "synthesise: $1" && exit 1; }
    echo "SKIPPED synthesise: $1"
    exit 77
}

command -v npm >/dev/null || skip "there is no npm"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$app/app.js" "$app/package.json" "$folder"
cd "$folder"
timeout 240 npm install --no-audit --no-fund --no-package-lock --fetch-retries=0 node@22.23.3 >npm.log 2>&1 </dev/null ||
    { tail -n 3 npm.log && skip "npm cannot install the CDK"; }

# The templates hold accounts and region; what the shell says of either must not matter.
unset "${!AWS_@}" "${!CDK_@}"
PATH=$folder/node_modules/.bin:$PATH
node app.js
for template in SenderStack ReceiverStack; do
    diff -u "$app/$template.template.json" "cdk.out/$template.template.json"
done
echo "synthesise: $(node --version) makes the templates of examples/two-accounts/cdk"
