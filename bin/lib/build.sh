# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Builds outside the clone, so that a second clone finds the packages already compiled.
# Debug and release stand apart: SwiftPM locks a folder for the whole of a build.

build="${MAINSTAY_BUILD:-$cache/build}"

build_debug() {
  swift build --build-tests --scratch-path "$build/debug" \
    --explicit-target-dependency-import-check error
}

build_program() {
  swift build --product mainstay --scratch-path "$build/debug"
}

build_release() {
  swift build -c release --product mainstay --scratch-path "$build/release"
}

# Where a build put its programs: debug_path, release_path.
debug_path() { swift build --scratch-path "$build/debug" --show-bin-path; }
release_path() { swift build -c release --scratch-path "$build/release" --show-bin-path; }

# The server reads its settings from MAINSTAY_*; ours are not for it.
without_our_settings() {
  env -u MAINSTAY_BUILD -u MAINSTAY_ARTEFACTS -u MAINSTAY_SWIFT_MIRROR -u MAINSTAY_DATA "$@"
}
