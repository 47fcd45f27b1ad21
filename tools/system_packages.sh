#!/bin/sh
# Debian packages that are not there yet: tools/system_packages.sh [run|test]. Adds them where it may, else says how.
# Other systems bring these libraries with the desktop, or have other names for them; nothing is done there.
set -eu
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

offscreen="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libnss3 fonts-dejavu-core"
window="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxkbcommon-x11-0"
sound="libpulse0 libportaudio2"
testing="xvfb xauth xdotool openbox imagemagick espeak-ng ffmpeg fonts-noto-cjk pulseaudio pulseaudio-utils libasound2-plugins"

wanted="$offscreen $window $sound"
[ "${1:-run}" = run ] || wanted="$wanted $testing"
# A Python of the system comes without venv; one of the user's own has it.
sh "$(dirname "$0")/find_python.sh" >/dev/null 2>&1 || wanted="$wanted python3 python3-venv"

installed() {
    # Newer Debians name some libraries with t64, for their 64-bit times.
    for name in "$1" "$1t64"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return 0
    done
    return 1
}

missing=""
for package in $wanted; do installed "$package" || missing="$missing $package"; done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root="sudo env"
else as_root=""; fi

if [ -n "$as_root" ]; then
    echo "Adding Debian packages:$missing"
    $as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null || true
    if $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null; then
        exit 0
    fi
fi
echo "Missing Debian packages; get them with: sudo apt-get install --no-install-recommends$missing" >&2
