#!/bin/sh
# Takes the pictures of the README from the reports on the bundled corpora, with headless Chromium.
#
#     sh corpora/score.sh && sh docs/images/make.sh [CHROMIUM]
set -eu
chromium=${1:-chromium}
cd "$(dirname "$0")/../.."

picture() {
    profile=$(mktemp -d)
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$profile" --window-size="$3" --screenshot="docs/images/$1.png" "file://$PWD/$2"
    rm -rf "$profile"
}

picture index reports/it-en/index.html 1180,980
picture document reports/it-en/documents/02-river-flood.html 1180,1500
