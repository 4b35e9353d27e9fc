#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: its own folder, its own port on 127.0.0.1,
# nothing written durably, gone afterwards.
#
#   scripts/postgres.sh run CMD [ARG...]  start one, run CMD with PENC_TEST_POSTGRES set, stop it
#   scripts/postgres.sh start             start one that stays, print its URL
#   scripts/postgres.sh url               print the URL of the one that stays
#   scripts/postgres.sh stop              stop it and remove its folder
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
state=$root/tmp/postgres.dir # names the folder of the server that `start` left running
prefix=${TMPDIR:-/tmp}/penc-postgres.

die() {
	echo "postgres.sh: $*" >&2
	exit 1
}

# bindir finds the newest server installed; Debian keeps it off the PATH.
bindir() {
	local dir
	for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) "$(pg_config --bindir 2>/dev/null || true)"; do
		if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
			echo "$dir"
			return
		fi
	done
	die "PostgreSQL is not installed; 'make setup' installs it"
}

# as runs a command as somebody other than root, whom PostgreSQL refuses. With
# "-d" first the command ends when this script does, however it ends.
as() {
	local with=()
	if [ "$1" = -d ]; then
		with+=(--pdeathsig INT)
		shift
	fi
	if [ "$(id -u)" = 0 ]; then
		with+=(--reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
	fi
	cd / # the caller's folder may be closed to that user
	if [ ${#with[@]} = 0 ]; then
		exec "$@"
	fi
	HOME=/nonexistent exec setpriv "${with[@]}" "$@"
}

alive() { # folder
	local pid
	pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] && [ -d "/proc/$pid" ]
}

# sweep removes folders of servers that were killed before they could clean up.
sweep() {
	local old
	for old in "$prefix"*; do
		if [ -d "$old" ] && [ -n "$(find "$old" -maxdepth 0 -mmin +5)" ] && ! alive "$old"; then
			rm -rf "$old"
		fi
	done
}

# prepare makes the folder and the empty cluster in it: sets dir, bin, owner.
prepare() {
	bin=$(bindir)
	owner=$(id -un)
	if [ "$owner" = root ]; then
		owner=postgres
		id "$owner" >/dev/null 2>&1 || owner=nobody
	fi
	sweep
	dir=$(mktemp -d "${prefix}XXXXXX")
	chmod 0700 "$dir"
	[ "$(id -u)" != 0 ] || chown "$owner" "$dir"
	if ! (as "$bin/initdb" -D "$dir/data" -U postgres -A trust --locale=C.UTF-8 -E UTF8 -N) >"$dir/initdb.log" 2>&1; then
		cat "$dir/initdb.log" >&2
		rm -rf "$dir"
		die "initdb failed"
	fi
}

# launch starts the server on a port that nobody uses: sets pid, url. $1 is "-d"
# for a server that must not outlive this script, "" for one that may.
launch() {
	local port try wait
	for try in 1 2 3 4 5 6 7 8; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
		(as ${1:+"$1"} "$bin/postgres" -D "$dir/data" \
			-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= \
			-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
			-c max_connections=200 -c shared_buffers=128MB -c max_wal_size=2GB \
			-c log_min_messages=warning) >"$dir/server.log" 2>&1 </dev/null &
		pid=$!
		for wait in {1..300}; do
			kill -0 "$pid" 2>/dev/null || break # most likely the port was taken
			# The server's own word, in its own folder: another server may
			# answer on this port.
			if [ "$(sed -n '8s/ *$//p' "$dir/data/postmaster.pid" 2>/dev/null)" = ready ]; then
				url="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
				echo "$url" >"$dir/url"
				return
			fi
			sleep 0.1
		done
		kill -QUIT "$pid" 2>/dev/null || true
	done
	cat "$dir/server.log" >&2
	rm -rf "$dir"
	die "the server did not start"
}

# halt stops the server of a folder and removes it; safe to call twice.
halt() { # folder
	local pid wait
	pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null || true)
	if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then
		for wait in {1..100}; do
			kill -0 "$pid" 2>/dev/null || break
			sleep 0.1
		done
		kill -QUIT "$pid" 2>/dev/null || true
	fi
	rm -rf "$1"
}

running() {
	[ -f "$state" ] && dir=$(cat "$state") && [ -d "$dir" ] && alive "$dir"
}

case ${1:-} in
run)
	shift
	[ $# -gt 0 ] || die "run needs a command"
	prepare
	trap 'halt "$dir"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	launch -d
	PENC_TEST_POSTGRES=$url "$@"
	;;
start)
	if ! running; then
		mkdir -p "$root/tmp"
		prepare
		launch ""
		disown "$pid"
		echo "$dir" >"$state"
	fi
	cat "$dir/url"
	;;
url)
	running || die "no server is running; start one with: scripts/postgres.sh start"
	cat "$dir/url"
	;;
stop)
	if [ -f "$state" ]; then
		halt "$(cat "$state")"
		rm -f "$state"
	fi
	;;
*)
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
