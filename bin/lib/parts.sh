# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# The parts of bin/test: runs one, keeps its log, counts what passed, and sums up at the end.

artefacts="${MAINSTAY_ARTEFACTS:-$cache/artefacts}"
passed=0 failed=0 failed_parts=() table=()

# part NAME COMMAND…: a part that hangs has failed, and so has one that ran no test.
part() {
  local name="$1" log="$artefacts/$1.log" started=$SECONDS status=0
  shift
  mkdir -p "$artefacts"
  step "$name"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  count "$log" "$status"
  table+=("$(printf '%-10s %6d passed %4d failed %5d s' "$name" "$ok" "$not_ok" $((SECONDS - started)))")
  say "${table[-1]}"
  passed=$((passed + ok)) failed=$((failed + not_ok))
  ((not_ok == 0)) || part_failed "$name" "$log" "$status"
}

part_failed() {
  local name="$1" log="$2" status="$3"
  failed_parts+=("$name")
  grep -E '✘|error:|FAILED|^E  |Assertion|not found' "$log" | head -40 || true
  say "… the last lines of $log:"
  tail -n 40 "$log"
  [[ $status == 124 || $status == 137 ]] && say "This part was stopped: it took too long."
  say "Again, this part alone: bin/${0##*/} $name"
}

# Sets ok and not_ok from the closing lines of the runners we use.
count() {
  local log="$1" status="$2" all
  ok=0 not_ok=0
  all="$(sed -nE 's/.*Test run with ([0-9]+) tests?.*/\1/p' "$log" | tail -1)"
  if [[ -n $all ]]; then
    not_ok="$(grep -E '✘ Test .* failed after' "$log" | grep -cvE '✘ Test run with' || true)"
    ok=$((all - not_ok))
  else
    count_lines "$log"
  fi
  if [[ $status != 0 && $not_ok == 0 ]]; then not_ok=1; fi
  if ((ok + not_ok == 0)); then not_ok=1 && say "This part ran no test."; fi
}

# pytest closes with "3 failed, 5 passed, 1 error in 2.1s"; everything else with "5 passed, 3 failed".
count_lines() {
  local line
  while read -r line; do
    ok=$((ok + $(count_word "$line" passed)))
    not_ok=$((not_ok + $(count_word "$line" failed) + $(count_word "$line" 'errors?')))
  done < <(grep -E '^(=+ )?([0-9]+ (passed|failed|skipped|errors?|deselected|warnings?)(, )?)+( in .*)?( =+)?$' "$1")
}

count_word() { sed -nE "s/(.*[^0-9])?([0-9]+) $2.*/\\2/p;t;s/.*/0/p" <<<"$1"; }

# The table, the sum alone on a line, and how to repeat what failed.
summary() {
  step "Summary"
  printf '%s\n' "${table[@]}"
  say "Logs and pictures: $artefacts"
  ((${#failed_parts[@]} == 0)) || say "Again, only what failed: bin/${0##*/} ${failed_parts[*]}"
  say ""
  say "$passed passed, $failed failed"
  ((failed == 0))
}
