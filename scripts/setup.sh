#!/usr/bin/env bash
# Installs what the tests need and the machine has not got: PostgreSQL, Chromium
# with one family of fonts, and the two packages of the browser suite. For Debian
# and its relatives; as root, or with sudo. Does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "setup: $*"; }

die() {
	echo "setup: $*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# quietly runs a command and shows what it printed only if it fails.
quietly() {
	local log
	log=$(mktemp)
	if ! "$@" >"$log" 2>&1 </dev/null; then
		tail -n 40 "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
}

# apt waits for whoever holds the lock, and tries again when a mirror stumbles.
apt() {
	local try
	for try in 1 2 3; do
		if quietly as_root env DEBIAN_FRONTEND=noninteractive \
			apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq -y "$@"; then
			return
		fi
		say "apt-get $1 failed, try $try of 3"
		sleep $((try * 5))
	done
	die "apt-get $* did not succeed"
}

has() { command -v "$1" >/dev/null 2>&1; }

has go || die "Go 1.26 or newer must be installed first: https://go.dev/doc/install"

wanted=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb || wanted+=(postgresql)
# Chromium without windows tests the same pages a third faster; where Debian has none,
# and where there is another Chromium already, that will do.
shell=chromium-headless-shell
browser() { has "$shell" || has chromium || has chromium-browser || has google-chrome; }
[ -n "${PENC_CHROMIUM:-}" ] || browser || wanted+=("$shell" fonts-liberation)
has node || wanted+=(nodejs)
has npm || wanted+=(npm)
if [ ${#wanted[@]} -gt 0 ]; then
	has apt-get || die "please install: ${wanted[*]}"
	[ "$(id -u)" = 0 ] || has sudo || die "run as root, or install: ${wanted[*]}"
	say "installing ${wanted[*]}"
	apt update
	if [[ " ${wanted[*]} " == *" $shell "* ]] && ! apt-cache show "$shell" >/dev/null 2>&1; then
		wanted=("${wanted[@]/$shell/chromium}")
	fi
	apt install --no-install-recommends "${wanted[@]}"
fi
if [ -z "${PENC_CHROMIUM:-}" ] && ! has "$shell" && has apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
	say "trying for $shell"
	(apt_get() { quietly as_root env DEBIAN_FRONTEND=noninteractive timeout 120 apt-get -qq -y "$@"; }
		apt_get update && apt_get install --no-install-recommends "$shell") >/dev/null 2>&1 ||
		say "there is none; the other Chromium will do"
fi

major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || die "the browser suite needs Node 20 or newer, here is $(node --version)"

# A copy of the lock file beside the packages tells whether they are the ones asked for.
stamp=e2e/node_modules/.penc-lock
if ! cmp -s e2e/package-lock.json "$stamp"; then
	say "installing the browser suite's packages"
	for try in 1 2 3; do
		if (cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly npm ci --no-fund --no-audit --loglevel=error); then
			cp e2e/package-lock.json "$stamp"
			break
		fi
		say "npm ci failed, try $try of 3"
		[ "$try" -lt 3 ] || die "npm ci did not succeed"
		sleep $((try * 5))
	done
fi

say "ready"
