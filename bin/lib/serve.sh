# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# The server as bin/run and bin/dev start it: a data folder in the clone, a free port, a world.

# A path is meant as seen from where the door was called.
export MAINSTAY_DATA="${MAINSTAY_DATA:-$PWD/.mainstay}"
[[ $MAINSTAY_DATA == /* ]] || MAINSTAY_DATA="$OLDPWD/$MAINSTAY_DATA"
export MAINSTAY_PUBLIC="${MAINSTAY_PUBLIC:-$PWD/Public}"

# The port asked for, or the first free one from 8080 on.
choose_port() {
  local port
  [[ -z ${MAINSTAY_PORT:-} ]] || return 0
  for port in {8080..8179}; do
    port_is_taken "$port" || break
  done
  export MAINSTAY_PORT="$port"
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

address() { printf '%s' "${MAINSTAY_BASE_URL:-http://localhost:$MAINSTAY_PORT}"; }

# Makes the demo world when the data folder has none, and prints the sign-in links of its cast.
open_world() {
  local program="$1"
  step "The demo world in $MAINSTAY_DATA"
  "$program" demo
}

# Says where the house stands as soon as it answers.
announce() {
  local program="$1"
  until curl -fs -o /dev/null --max-time 2 "http://127.0.0.1:$MAINSTAY_PORT/health"; do
    kill -0 "$program" 2>/dev/null || return 0
    sleep 0.2
  done
  step "Mainstay is open at $(address) (Ctrl-C closes it)"
}
