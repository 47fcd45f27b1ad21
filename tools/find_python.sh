#!/bin/sh
# Prints the first Python of 3.11 or later that can make virtual environments. PYTHON names one to try first.
for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        "$python" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo "Python 3.11 or later with venv is needed; get it from python.org, or with: sudo apt-get install python3-venv" >&2
exit 1
