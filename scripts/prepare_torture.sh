#!/bin/sh
# Installs what `make torture` watches the program with on Debian and its relatives, where that is allowed; else names it.
set -eu
[ "$(uname -s)" = Linux ] || exit 0
command -v strace >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq strace
else
  echo "strace is not here: the tests of system calls are skipped, and power losses and failing disks cannot be tried. Debian calls it: strace" >&2
fi
