#!/bin/sh
# Prints the first Python on this machine that is 3.11 or newer; says so when there is none.
for name in ${YARROW_PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
echo "Yarrow needs Python 3.11 or newer, and none was found. On Debian: apt install python3 python3-venv." >&2
exit 1
