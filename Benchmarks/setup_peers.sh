#!/bin/sh
# Sets up the programs that the benchmarks compare with: a virtual environment beside this script for the Python
# peers (versions pinned in requirements.txt), Debian's R with data.table. Does nothing where all is in place.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing=
for package in python3-venv r-base-core r-cran-data.table; do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
        "install ok installed") ;;
        *) missing="$missing $package" ;;
    esac
done
# Another Python than Debian's brings its own venv.
if python3 -c 'import ensurepip, venv' 2>/dev/null; then
    missing=$(printf '%s' "$missing" | sed 's/ python3-venv//')
fi
if [ -n "$missing" ]; then
    apt="env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300"
    # shellcheck disable=SC2086 # lists of words
    as_root $apt update
    # shellcheck disable=SC2086
    as_root $apt install --no-install-recommends $missing
fi

# The copy of requirements.txt in the environment tells what was installed there.
venv=$here/.venv
if ! [ -x "$venv/bin/python" ] || ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/installed.txt"
fi
