# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# What the doors say to the person who opened them.

say() { printf '%s\n' "$*"; }

# One step of several, so that a long wait has a name.
step() { printf '\n▸ %s\n' "$*"; }

die() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# A container may start without HOME; the caches still need a place of their own.
export HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
# shellcheck disable=SC2034
cache="${XDG_CACHE_HOME:-$HOME/.cache}/mainstay"
