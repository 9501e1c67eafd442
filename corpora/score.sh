#!/bin/sh
# Scores the bundled corpora, each into a folder of its own below reports/.
#
#     sh corpora/score.sh [MTQA]        MTQA: the command, `mtqa` where it is not named
set -eu
mtqa=${1:-mtqa}
cd "$(dirname "$0")/.."

score() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$mtqa" score "$@" -o "reports/$name"
}

score it-en corpora/it-en/hypothesis -s corpora/it-en/source -r corpora/it-en/reference -l it-en
score zh-en corpora/zh-en.tsv
score de-en corpora/de-en.xml
score en-fr corpora/en-fr.jsonl
