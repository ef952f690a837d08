#!/bin/sh
# A small certificate authority for a site's broker and its nodes.
#
#   make-certificates.sh FOLDER broker NAME|ADDRESS...   authority if there is none, and the broker's certificate
#   make-certificates.sh FOLDER node NAME                a node's certificate; NAME is the node's name
#
# FOLDER/ca.key signs nodes into the site: keep it off the boards and off the broker. Keys are readable by their
# owner alone. A certificate that is there is kept; remove it to make another.
set -eu

days=3650
# Ed25519 would do, but boards' TLS libraries and brokers of ten years' age know P-256.
new_key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'

usage() {
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 64
}

make_authority() {
	[ ! -e "$folder/ca.key" ] || return 0
	# shellcheck disable=SC2086 # several words
	openssl req -x509 -days "$days" $new_key -keyout "$folder/ca.key" -out "$folder/ca.crt" \
		-subj '/CN=hullprint site authority' -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
		-addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
	echo "made $folder/ca.crt and $folder/ca.key"
}

# make_certificate FILE COMMON_NAME EXTENSIONS
make_certificate() {
	if [ -e "$folder/$1.crt" ]; then
		echo "kept $folder/$1.crt"
		return 0
	fi
	request=$(mktemp "$folder/request.XXXXXX")
	extensions=$(mktemp "$folder/extensions.XXXXXX")
	printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n%s\n' "$3" >"$extensions"
	# shellcheck disable=SC2086 # several words
	openssl req $new_key -keyout "$folder/$1.key" -out "$request" -subj "/CN=$2" 2>/dev/null
	openssl x509 -req -in "$request" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -CAcreateserial \
		-days "$days" -extfile "$extensions" -out "$folder/$1.crt" 2>/dev/null
	rm -f "$request" "$extensions"
	echo "made $folder/$1.crt and $folder/$1.key"
}

[ $# -ge 3 ] || usage
folder=$1
kind=$2
shift 2
umask 077
mkdir -p "$folder"

case $kind in
broker)
	make_authority
	names=
	for name in "$@"; do
		case $name in
		*:*) type=IP ;; # version 6
		*[!0-9.]*) type=DNS ;;
		*) type=IP ;;
		esac
		names="$names${names:+,}$type:$name"
	done
	make_certificate broker "$1" "extendedKeyUsage=serverAuth
subjectAltName=$names"
	;;
node)
	case $1 in
	*[!A-Za-z0-9_-]* | [!A-Za-z0-9]*)
		echo "make-certificates.sh: $1 is no node's name: letters, digits, - and _" >&2
		exit 64
		;;
	ca | broker)
		echo "make-certificates.sh: $1.crt is another certificate's file: give the node another name" >&2
		exit 64
		;;
	esac
	[ -e "$folder/ca.key" ] || {
		echo "make-certificates.sh: $folder/ca.key is missing: make the broker's certificate first" >&2
		exit 66
	}
	make_certificate "$1" "$1" 'extendedKeyUsage=clientAuth'
	;;
*) usage ;;
esac
