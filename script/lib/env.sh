# shellcheck shell=bash
# Where things are: folders, tools and PATH, for every script beside this one. Sourced, never run; starts nothing.
# For the WebAssembly compiler see wasm.sh, for installing things see install.sh.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
SESEMR_CACHE="${SESEMR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sesemr}"
TOOLS="$SESEMR_CACHE/tools"
# The accessibility checker that the journeys run on every page.
AXE="$TOOLS/axe.min.js"
export ROOT SESEMR_CACHE TOOLS AXE

# The finished page: script/build-frontend writes it. Who embeds or serves it is told by SESEMR_DIST; without that the backend is built
# with a stand-in.
export DIST="${SESEMR_DIST:-$ROOT/dist}"

# Build output lives outside the clone, so that a second clone finds its dependencies already built.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$SESEMR_CACHE/target}"
# Compiler and page in one folder would make each other stale: wasm has its own.
export SESEMR_WASM_TARGET_DIR="${SESEMR_WASM_TARGET_DIR:-$CARGO_TARGET_DIR-wasm}"

[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
PATH="$TOOLS/bin:$PATH"
export PATH

say() { printf '== %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Folder of initdb and pg_ctl: the first in PATH, else the newest that Debian keeps out of PATH.
find_postgres() {
  local initdb
  if initdb="$(command -v initdb)"; then dirname "$(readlink -f "$initdb")"; return; fi
  find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# Runs a building command while no other clone builds. Cargo tells freshness by time stamps and takes two clones for one workspace:
# without the touch, a clone older than the other's last build would be given the other's program.
alone() {
  local lock="$SESEMR_CACHE/building.lock"
  mkdir -p "$SESEMR_CACHE"
  have flock || { "$ROOT/script/lib/claim" "$@"; return; }
  flock --nonblock "$lock" true || say "another clone is building: waiting"
  flock --close "$lock" "$ROOT/script/lib/claim" "$@"
}
