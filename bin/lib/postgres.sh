# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# A PostgreSQL of our own in a scratch folder, reached by its socket only, gone afterwards.

# Sets postgres_url and postgres_folder. The server refuses to run as root, so root lends it
# to the account Debian made for it. With postgres_durable set it waits for the disk as it would in
# earnest; otherwise unsafe=1 tells Mainstay, which refuses such a server, that it is for tests.
postgres_start() {
  local programs speed="-c fsync=off -c full_page_writes=off" mark="&unsafe=1"
  [[ -z ${postgres_durable:-} ]] || speed="" mark=""
  programs="$(postgres_programs)" || die "PostgreSQL's programs were not found; install the Debian package postgresql."
  postgres_as=()
  postgres_folder="$(mktemp -d "${TMPDIR:-/tmp}/mainstay-postgres.XXXXXX")"
  if [[ $(id -u) == 0 ]]; then
    postgres_as=(setpriv --reuid postgres --regid postgres --init-groups --)
    chown postgres "$postgres_folder"
  fi
  postgres_do "$programs/initdb" --no-sync --locale=C.UTF-8 -E UTF8 -A trust -U mainstay -D "$postgres_folder/data" >/dev/null
  postgres_do "$programs/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/log" -w -s start \
    -o "-k $postgres_folder -c listen_addresses= $speed -c max_connections=300 -c shared_buffers=128MB"
  # shellcheck disable=SC2034
  postgres_url="postgres://mainstay@/postgres?host=${postgres_folder//\//%2F}$mark"
}

postgres_stop() {
  local programs
  programs="$(postgres_programs)"
  postgres_do "$programs/pg_ctl" -D "$postgres_folder/data" -m immediate -s stop || true
  rm -rf "$postgres_folder"
}

postgres_do() { (cd "$postgres_folder" && "${postgres_as[@]}" "$@"); }

# The newest of Debian's versions, else whatever is in PATH.
postgres_programs() {
  local found
  found="$(find /usr/lib/postgresql -mindepth 3 -name initdb 2>/dev/null | sort -V | tail -1)"
  [[ -n $found ]] || found="$(command -v initdb)" || return 1
  dirname "$found"
}
