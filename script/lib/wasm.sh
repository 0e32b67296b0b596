# shellcheck shell=bash
# The compiler for the page and its worker. Sourced after env.sh; `use_wasm_toolchain` in a subshell keeps the native builds clean.
# Two are known: rustup's wasm32 target, and, where that cannot be downloaded, Debian's rustc-web that builds std from source.

WASM_TARGET=wasm32-unknown-unknown
DEBIAN_WASM_PACKAGES=(rustc-web cargo-web rust-web-src)

has_rustup_wasm() { [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib" ]; }
has_debian_wasm() { have dpkg-query && dpkg-query -W "${DEBIAN_WASM_PACKAGES[@]}" >/dev/null 2>&1; }

# Prints rustup, debian or none. SESEMR_WASM_TOOLCHAIN=debian forces the second, to try it where both are there.
wasm_toolchain() {
  if [ "${SESEMR_WASM_TOOLCHAIN:-rustup}" = rustup ] && has_rustup_wasm; then echo rustup
  elif has_debian_wasm; then echo debian
  else echo none; fi
}

# The linker that rustup ships serves Debian's compiler too; else Debian's own.
find_wasm_linker() {
  local host shipped
  host="$(rustc -vV | sed -n 's/^host: //p')"
  shipped="$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld"
  if [ -x "$shipped" ]; then echo "$shipped"; else command -v wasm-ld || command -v wasm-ld-19; fi
}

# What every browser that is served has (Safari since 16.4, the others earlier) and what makes loops, copies and conversions faster.
WASM_FEATURES=+simd128,+bulk-memory,+nontrapping-fptoint
# Leptos forgets the types of views between components: the page gets a seventh smaller.
WASM_RUSTFLAGS="-C target-feature=$WASM_FEATURES --cfg erase_components"

# Sets the environment of a wasm build. Debian's compiler builds std's test crate too: application and tests then share one std.
use_wasm_toolchain() {
  local linker
  export CARGO_TARGET_DIR="$SESEMR_WASM_TARGET_DIR" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$WASM_RUSTFLAGS"
  case "$(wasm_toolchain)" in
    rustup) ;;
    debian)
      linker="$(find_wasm_linker)" || die "no linker for $WASM_TARGET: install Debian's lld-19"
      export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$linker"
      export CARGO_UNSTABLE_BUILD_STD=std,panic_abort,test PATH="$TOOLS/bin:/usr/bin:$PATH"
      ;;
    none) die "no compiler for $WASM_TARGET: run script/bootstrap" ;;
  esac
}
