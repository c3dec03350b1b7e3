# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# A Python of our own with the pinned packages of the tests; made anew when the list changes.

python_home="$cache/python"

need_python() {
  local wanted
  wanted="$(cat "$1" <(/usr/bin/env python3 --version) | sha256sum | cut -d' ' -f1)"
  if [[ $(cat "$python_home/made-from" 2>/dev/null) != "$wanted" ]]; then
    step "Making a Python with the packages of $1"
    rm -rf "$python_home"
    { python3 -m venv "$python_home" && "$python_home/bin/pip" install --quiet -r "$1"; } ||
      die "The Python packages of $1 could not be installed; a network or a package mirror is needed once."
    printf '%s\n' "$wanted" >"$python_home/made-from"
  fi
}

python() { PYTHONDONTWRITEBYTECODE=1 "$python_home/bin/python" "$@"; }
