#!/bin/sh
# Prints the first Python on this machine that is 3.11 or newer; says in one sentence when there is none.
for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$name"
    exit 0
  fi
done
echo "Python 3.11 or newer is needed and was not found; name it with: make PYTHON=/path/to/python3" >&2
exit 1
