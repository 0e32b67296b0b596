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

# Fetches the accessibility checker of the journeys (MPL-2.0, used and not shipped). Through npm where it is there, which knows the
# registry of this network; journeys without the file say that they skip it.
fetch_axe_core() {
  local version="$1" sha256="$2" folder
  [ ! -f "$AXE" ] || return 0
  say "fetching axe-core $version"
  folder="$(mktemp -d)"
  if (cd "$folder" && { fetch_with_npm "axe-core@$version" || fetch_from_registry axe-core "$version"; }) \
    && printf '%s  %s\n' "$sha256" "$folder/axe-core-$version.tgz" | sha256sum --check --quiet \
    && tar -xzf "$folder/axe-core-$version.tgz" -C "$folder" package/axe.min.js; then
    mkdir -p "$(dirname "$AXE")"
    mv "$folder/package/axe.min.js" "$AXE"
  else
    say "axe-core cannot be fetched here: the journeys will skip its checks"
  fi
  rm -rf "$folder"
}

fetch_with_npm() { have npm && npm pack --silent "$1" >/dev/null 2>&1; }

fetch_from_registry() {
  node -e '
    const [name, version] = process.argv.slice(1), file = name + "-" + version + ".tgz";
    fetch("https://registry.npmjs.org/" + name + "/-/" + file)
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status)))
      .then((bytes) => require("fs").writeFileSync(file, Buffer.from(bytes)))
      .catch(() => process.exit(1));' "$1" "$2"
}
