#!/usr/bin/env bash
# Fails when a committed *_templ.go is not what its *.templ makes, or has lost it.
# Works on a copy, so a check never changes the tree it checks.
set -euo pipefail
cd "$(dirname "$0")/.."

templ=$(go tool -modfile=tools.mod -n templ)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# A template may name its file with or without the folder, by the folder in which
# it was generated: that much may differ.
plain() { sed -E 's|FileName: `([^`]*/)?([^`/]+)`|FileName: `\2`|g' "$1"; }

templates=$(git ls-files -co --exclude-standard -- '*.templ')
if [ -n "$templates" ]; then
	tar -cf - go.mod $templates | tar -xf - -C "$copy"
	(cd "$copy" && "$templ" generate -path . >"$copy/log" 2>&1) || {
		cat "$copy/log" >&2
		exit 1
	}
fi

stale=0
for template in $templates; do
	made=${template%.templ}_templ.go
	if [ ! -f "$made" ]; then
		echo "$made is missing"
		stale=1
	elif ! cmp -s <(plain "$made") <(plain "$copy/$made"); then
		echo "$made is not what $template makes"
		stale=1
	fi
done
for made in $(git ls-files -co --exclude-standard -- '*_templ.go'); do
	if [ -f "$made" ] && [ ! -f "${made%_templ.go}.templ" ]; then
		echo "$made has lost its template"
		stale=1
	fi
done
[ "$stale" = 0 ] || echo "run: make generate"
exit "$stale"
