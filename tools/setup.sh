#!/bin/sh
# Makes .venv and installs the program in it: tools/setup.sh [run|test]. Does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
case "$purpose" in run) extras="[train]" ;; test) extras="[dev]" ;; *) echo "usage: $0 [run|test]" >&2; exit 2 ;; esac

sh tools/system_packages.sh "$purpose"
python=$(sh tools/find_python.sh)
state=$({ cat pyproject.toml constraints.txt; "$python" -V; pwd; } | cksum)

done_for() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$state" ]; }
# What is set up for tests runs too.
if [ -x .venv/bin/mmemotion ] && { done_for "$purpose" || done_for test; }; then exit 0; fi

# An environment of another Python, or of a folder that has moved, is of no use.
if [ "$(.venv/bin/python -V 2>/dev/null)" != "$("$python" -V)" ] || ! grep -qF "$(pwd)/.venv" .venv/pyvenv.cfg; then
    echo "Making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv
fi
echo "Installing mmemotion and what it needs: 6 GB on Linux, a few minutes the first time"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --editable ".$extras" --constraint constraints.txt </dev/null
rm -f .venv/installed-*
echo "$state" >".venv/installed-$purpose"
