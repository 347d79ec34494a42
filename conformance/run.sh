#!/usr/bin/env bash
# The whole judge: what it needs is installed, made and fetched once, then every case is converted and judged.
# Arguments go to judge/judge.mjs; its last line says "N passed, N failed, N skipped".
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")"
source ../bin/lock.sh

# npm writes this file last, so an installation that was cut off is done again.
if [[ ! -e node_modules/.package-lock.json ]]; then npm ci --no-audit --no-fund; fi

judge() {
  node make-weights.mjs
  # What cannot be fetched is named by the judge, as a failure.
  node fetch-real.mjs || true
  node judge/judge.mjs "$@"
}

# Two judges would convert into the same folder.
lock_notice="waiting for another run of the judge"
with_lock "$PWD/work/lock" judge "$@"
