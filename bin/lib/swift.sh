# shellcheck shell=bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# The Swift toolchain: the one at hand when it is new enough, else the pinned release,
# fetched into the user's cache and checked by its hash.

swift_release=6.3.1
swift_home="$cache/swift-$swift_release"
swift_hashes="${BASH_SOURCE[0]%/*}/swift-release.sha256"
swift_mirror="${MAINSTAY_SWIFT_MIRROR:-https://download.swift.org}"
swift_page="https://www.swift.org/install/linux/"

need_swift() {
  if swift_is_new_enough; then return; fi
  if [[ ! -x $swift_home/usr/bin/swift ]]; then
    need_packages run swift
    mkdir -p "$cache"
    # Two first starts at once must not write into the same download.
    (flock 9 && { [[ -x $swift_home/usr/bin/swift ]] || swift_fetch; }) 9>"$cache/swift.lock"
  fi
  PATH="$swift_home/usr/bin:$PATH"
  swift_is_new_enough ||
    die "The Swift toolchain in $swift_home does not start here; install Swift $swift_release from $swift_page and put it in PATH."
}

swift_is_new_enough() {
  local version
  version="$(swift --version 2>/dev/null)" || return 1
  [[ $version =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 2)))
}

# The name swift.org gives this system in its archives.
swift_platform() {
  local id version architecture=""
  id="$(os_release ID)"
  version="$(os_release VERSION_ID)"
  [[ $(uname -m) == aarch64 ]] && architecture=-aarch64
  # swift.org builds one archive for Debian 12; newer releases run it too.
  [[ $id == debian ]] && version=12
  echo "$id$version$architecture"
}

os_release() { sed -nE "s/^$1=\"?([^\"]*)\"?\$/\1/p" /etc/os-release; }

swift_fetch() {
  local platform archive hash part url
  platform="$(swift_platform)"
  archive="swift-$swift_release-RELEASE-$platform.tar.gz"
  hash="$(awk -v name="$archive" '$2 == name { print $1 }' "$swift_hashes")"
  [[ -n $hash ]] ||
    die "Swift 6.2 or newer is needed and no release is pinned for $platform: install it from $swift_page and put it in PATH."
  url="$swift_mirror/swift-$swift_release-release/${platform/./}/swift-$swift_release-RELEASE/$archive"
  part="$cache/$archive.part"
  step "Fetching Swift $swift_release (about 1 GB, once) from $swift_mirror"
  swift_download "$url" "$part" "$hash"
  swift_unpack "$part"
}

swift_has_hash() {
  [[ -s $1 && $(sha256sum <"$1" | cut -d' ' -f1) == "$2" ]]
}

# Goes on where a cut transfer stopped, as long as each try brings something more.
swift_download() {
  local url="$1" part="$2" hash="$3" before status=0
  swift_has_hash "$part" "$hash" && return
  for _ in 1 2 3 4 5; do
    before="$(stat -c %s "$part" 2>/dev/null || echo 0)"
    status=0
    curl -fL --no-progress-meter --connect-timeout 20 --speed-limit 1024 --speed-time 60 \
      -C - -o "$part" "$url" || status=$?
    [[ $status == 0 ]] && break
    # 33: this server cannot go on in the middle, so start again.
    [[ $status == 33 ]] && rm -f "$part" && continue
    [[ $(stat -c %s "$part" 2>/dev/null || echo 0) -gt $before ]] || break
  done
  if swift_has_hash "$part" "$hash"; then return; fi
  if [[ $status == 0 ]]; then
    rm -f "$part"
    die "The Swift archive from $swift_mirror does not have the pinned hash and was deleted; try again, or install Swift $swift_release from $swift_page."
  fi
  die "Swift 6.2 or newer is needed and $swift_mirror did not deliver it: install Swift $swift_release from $swift_page and put it in PATH, or run this again with a network."
}

# Renamed at the end, so that a toolchain that is there is whole.
swift_unpack() {
  local part="$1" fresh="$swift_home.new"
  step "Unpacking Swift $swift_release into $swift_home"
  rm -rf "$fresh"
  mkdir -p "$fresh"
  tar -xzf "$part" -C "$fresh" --strip-components=1 ||
    die "The Swift archive could not be unpacked into $fresh; is the disk full?"
  rm -rf "$swift_home"
  mv -T "$fresh" "$swift_home"
  rm -f "$part"
}
