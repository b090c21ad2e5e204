#!/bin/sh
# Installs the system libraries that Qt needs on Debian and its relatives, where that is allowed; else names the one command.
# Usage: prepare_system.sh PYTHON
set -eu
python=$1
[ "$(uname -s)" = Linux ] || exit 0

missing=
need() { # need FILE PACKAGE: a shared library and the package that holds it
  ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"
}
need libGL.so.1 libgl1
need libEGL.so.1 libegl1
need libglib-2.0.so.0 libglib2.0-0
need libfontconfig.so.1 libfontconfig1
need libdbus-1.so.3 libdbus-1-3
need libxkbcommon.so.0 libxkbcommon0
need libxkbcommon-x11.so.0 libxkbcommon-x11-0
need libxcb-cursor.so.0 libxcb-cursor0
need libxcb-icccm.so.4 libxcb-icccm4
need libxcb-keysyms.so.1 libxcb-keysyms1
need libxcb-shape.so.0 libxcb-shape0
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
[ -n "$missing" ] || exit 0

command="apt-get install --yes --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Rehearse's window needs these libraries, which were not found; Debian calls them:$missing" >&2
  exit 0
elif [ "$(id -u)" = 0 ]; then
  as_root=
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "Qt needs a few system libraries that are not here. Please run this once, then make again:" >&2
  echo "  sudo $command" >&2
  exit 1
fi
echo "Installing the libraries that Qt needs:$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null
