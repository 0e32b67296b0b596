# shellcheck shell=bash
# How bootstrap installs things: the distribution's packages, and tools compiled into the cache. Sourced after env.sh.

# Installs Debian packages as root or through sudo; who can do neither is told in one line what to install.
install_packages() {
  local as_root=()
  [ $# -gt 0 ] || return 0
  have apt-get || die "install by hand what these Debian packages hold, then run this again: $*"
  if [ "$(id -u)" -ne 0 ]; then
    if have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=(sudo)
    else die "ask an administrator to run: apt-get install --no-install-recommends $*"; fi
  fi
  say "installing packages: $*"
  "${as_root[@]}" apt-get update -qq || say "the package lists could not be refreshed: trying with the old ones"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >&2 \
    || die "apt-get could not install: $*"
}

# Version of a crate in Cargo.lock.
locked_version() {
  awk -v name="name = \"$1\"" '$0 == name { getline; gsub(/version = |"/, ""); print; exit }' "$ROOT/Cargo.lock"
}

# Compiles a command line tool of exactly this version, once. Lightly optimised: built in a third of the time, and quick enough.
install_tool() {
  local crate="$1" version="$2"; shift 2
  if grep -qs "^\"$crate $version " "$TOOLS/.crates.toml"; then return; fi
  say "compiling $crate $version, once (some minutes)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    CARGO_TARGET_DIR="$SESEMR_CACHE/tools-build" \
    cargo install --quiet --root "$TOOLS" "$crate" --version "=$version" "$@" || die "could not compile $crate $version"
}
