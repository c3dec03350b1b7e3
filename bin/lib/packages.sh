# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Debian packages: finds what is missing, says so, installs it when it may.

packages_list="${BASH_SOURCE[0]%/*}/packages.txt"

packages_for() {
  awk -v wanted=" $* " '!/^#/ && NF && index(wanted, " " $1 " ") { print $2 }' "$packages_list"
}

packages_missing() {
  local name
  for name in $(packages_for "$@"); do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
      printf '%s ' "$name"
  done
}

# need_packages run [swift] [test]
need_packages() {
  local missing as_root=()
  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian-like system, so its packages are not checked. Needed are: $(packages_for "$@" | tr '\n' ' ')"
    return
  fi
  missing="$(packages_missing "$@")"
  [[ -n $missing ]] || return 0
  if [[ $(id -u) != 0 ]]; then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      die "Some Debian packages are missing; as root run: apt-get update && apt-get install -y --no-install-recommends ${missing% }"
    fi
    as_root=(sudo)
  fi
  step "Installing Debian packages: ${missing% }"
  packages_install "$missing" "${as_root[@]}" ||
    die "Debian's packages could not be installed; as root run: apt-get update && apt-get install -y --no-install-recommends ${missing% }"
}

packages_install() {
  local missing="$1"
  shift
  local apt=("$@" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  # A stale list is better than none: the installation itself tells whether it was good enough.
  "${apt[@]}" update >/dev/null || say "The package lists could not be refreshed; trying with those at hand."
  # shellcheck disable=SC2086
  "${apt[@]}" install -y --no-install-recommends $missing >/dev/null
}
