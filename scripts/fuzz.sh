#!/usr/bin/env bash
# Runs every fuzz test of the module for a while: scripts/fuzz.sh [TIME, default 10s].
set -euo pipefail
cd "$(dirname "$0")/.."

time=${1:-10s}
grep -rlE '^func Fuzz[A-Z]' --include='*_test.go' . | sort | while read -r file; do
	for name in $(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+)\(.*/\1/p' "$file"); do
		echo "== $name in $(dirname "$file")"
		go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "$(dirname "$file")" </dev/null
	done
done
