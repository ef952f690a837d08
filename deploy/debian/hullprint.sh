#!/bin/sh
exec /usr/lib/hullprint/bin/node /usr/lib/hullprint/dist/main.js "$@"
