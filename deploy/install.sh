#!/bin/sh
# Installs hullprint from a checkout that has been built (npm ci), for machines without the Debian package.
#
#   sudo deploy/install.sh [--dry-run]                  install, or bring what is there up to date
#   sudo deploy/install.sh --uninstall [--purge] [--dry-run]
#
# Run again it changes only what differs. A configuration that is there is never touched. Uninstalling keeps
# /etc/hullprint, /var/lib/hullprint and /var/cache/hullprint unless --purge takes them as well.
set -eu

home=/usr/local/lib/hullprint
program=/usr/local/bin/hullprint
units=/etc/systemd/system
rule=/etc/udev/rules.d/60-hullprint.rules
data='/etc/hullprint /var/lib/hullprint /var/cache/hullprint'

dry_run=false uninstall=false purge=false
for argument in "$@"; do
	case $argument in
	--dry-run) dry_run=true ;;
	--uninstall) uninstall=true ;;
	--purge) purge=true ;;
	*)
		sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
		exit 64
		;;
	esac
done
if $purge && ! $uninstall; then
	echo 'install.sh: --purge goes with --uninstall' >&2
	exit 64
fi

# Does what it is told, or only says so.
run() {
	if $dry_run; then echo "would run: $*"; else "$@"; fi
}

fail() {
	echo "install.sh: $2" >&2
	exit "$1"
}

# write FILE MODE, from standard input, if that differs
write() {
	content=$(cat)
	if [ -e "$1" ] && [ "$(cat "$1")" = "$content" ]; then return 0; fi
	if $dry_run; then
		echo "would write: $1"
		return 0
	fi
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$content" >"$1"
	chmod "$2" "$1"
}

has_systemd() { [ -d /run/systemd/system ]; }

reload() {
	if has_systemd; then run systemctl daemon-reload; fi
	if [ -d /run/udev ]; then run udevadm control --reload; fi
}

make_user() {
	getent passwd hullprint >/dev/null || run useradd --system --user-group --home-dir /var/lib/hullprint \
		--no-create-home --shell /usr/sbin/nologin hullprint
	for group in audio render video; do
		getent group "$group" >/dev/null || continue
		id -nG hullprint 2>/dev/null | grep -qw "$group" || run usermod --append --groups "$group" hullprint
	done
}

# The new program is laid out beside the old one and takes its place at once.
lay_out_program() {
	new=$home.new
	run rm -rf "$new"
	run mkdir -p "$new"
	run cp -R package.json package-lock.json dist models docs scripts systemd deploy "$new/"
	if $dry_run; then
		echo "would run: npm ci --omit=dev in $new"
	else
		(cd "$new" && npm ci --omit=dev --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error &&
			node scripts/build-naudiodon.mjs)
	fi
	run rm -rf "$home"
	run mv "$new" "$home"
}

install_all() {
	command -v node >/dev/null || fail 69 'Node is missing: install Node 20 or later'
	command -v npm >/dev/null || fail 69 'npm is missing: it comes with Node'
	[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail 69 'Node is too old: install Node 20 or later'
	[ -e dist/main.js ] || fail 66 'hullprint is not built: run npm ci first'
	make_user
	lay_out_program
	write "$program" 755 <<-END
		#!/bin/sh
		exec $(command -v node) $home/dist/main.js "\$@"
	END
	[ -e /etc/hullprint/hullprint.yaml ] || write /etc/hullprint/hullprint.yaml 644 <deploy/hullprint.yaml
	[ -d /var/lib/hullprint ] || run install -d -m 0750 -o hullprint -g hullprint /var/lib/hullprint
	[ -d /var/cache/hullprint ] || run install -d -m 0755 /var/cache/hullprint
	write "$rule" 644 <deploy/60-hullprint.rules
	for unit in systemd/*.service; do
		sed "s|/usr/bin/hullprint|$program|" "$unit" | write "$units/$(basename "$unit")" 644
	done
	reload
	if has_systemd; then
		run systemctl --quiet enable hullprint.service
		run systemctl try-restart hullprint.service
	fi
	if ! $dry_run; then
		echo 'Name node, channels and broker in /etc/hullprint/hullprint.yaml, then: systemctl start hullprint'
	fi
}

uninstall_all() {
	if has_systemd && [ -e "$units/hullprint.service" ]; then
		run systemctl disable --now hullprint.service
	fi
	for unit in systemd/*.service; do run rm -f "$units/$(basename "$unit")"; done
	run rm -rf "$home" "$program" "$rule"
	reload
	if $purge; then
		# shellcheck disable=SC2086 # several folders
		run rm -rf $data
		if getent passwd hullprint >/dev/null; then run userdel hullprint; fi
	elif ! $dry_run; then
		echo "Kept: $data"
	fi
}

[ "$(id -u)" -eq 0 ] || $dry_run || fail 77 'needs to be root: sudo deploy/install.sh (--dry-run tells what it would do)'
cd "$(dirname "$0")/.."
if [ -e /usr/lib/hullprint/bin/node ]; then
	fail 73 'the Debian package hullprint is installed: remove it first (apt-get remove hullprint keeps your data)'
fi
if $uninstall; then uninstall_all; else install_all; fi
