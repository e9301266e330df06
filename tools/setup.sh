#!/usr/bin/env bash
# Installs what is missing on a Debian machine with rustup, Node and Python, and nothing else; silent when all is there.
# Usage: tools/setup.sh [part…], parts: rust wasm lint npm browser python moto. Without arguments, all of them but moto,
# which `make bench` alone needs.
# Every part is tried before the exit, so that one run names everything that is missing.
set -u
# shellcheck source=tools/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

readonly WASM_PACK_VERSION=0.15.1
failed=0

say() { printf '%s\n' "setup: $*" >&2; }

# One sentence, with the command that would help.
missing() {
  say "$1 is missing and could not be installed; run: $2"
  failed=1
  return 1
}

have() { command -v "$1" >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_updated=
apt_install() {
  have apt-get || return 1
  say "installing $* with apt"
  if [ -z "$apt_updated" ]; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || return 1
    apt_updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Asks cargo for a tool and keeps it in the project, so that a version installed elsewhere stays as it is.
# The lock of wasm-bindgen-cli cannot always be resolved; without it the install works, and says what is wrong if not.
cargo_tool() {
  local name=$1 version=$2
  say "installing $name $version with cargo; this takes a few minutes"
  local -x CARGO_TARGET_DIR="$root/.tools/build"
  local install=(cargo install --quiet --root "$root/.tools" --version "=$version" "$name")
  "${install[@]}" --locked 2>/dev/null || "${install[@]}" >&2 || return
  rm -rf "$CARGO_TARGET_DIR"
}

need_rust() {
  have cargo && cargo --version >/dev/null 2>&1 ||
    missing "Rust's stable toolchain" "rustup toolchain install stable (rustup itself: https://rustup.rs)" || return
  have cc || apt_install build-essential || missing "a C compiler and linker" "apt-get install -y build-essential"
}

need_wasm() {
  have cargo || return 0 # need_rust has said so
  local libraries
  libraries=$(rustc --print sysroot)/lib/rustlib
  [ -d "$libraries/wasm32-unknown-unknown/lib" ] ||
    rustup target add wasm32-unknown-unknown >&2 ||
    missing "the Rust target wasm32-unknown-unknown" "rustup target add wasm32-unknown-unknown"
  [ -f Cargo.lock ] || cargo generate-lockfile --quiet >&2
  local version
  version=$(locked_version wasm-bindgen)
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $version" ] ||
    cargo_tool wasm-bindgen-cli "$version" ||
    missing "wasm-bindgen $version" "cargo install wasm-bindgen-cli --version $version"
}

need_lint() {
  have cargo || return 0
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt >&2 ||
    missing "rustfmt" "rustup component add rustfmt"
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy >&2 ||
    missing "clippy" "rustup component add clippy"
}

need_npm() {
  have node && [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] ||
    missing "Node 20 or newer" "apt-get install -y nodejs npm (Debian's own is older: take it from nodejs.org)" || return
  node tools/npm-current.mjs && return
  have npm || missing "npm" "apt-get install -y npm" || return
  say "installing the npm packages of package-lock.json"
  npm ci --no-progress --loglevel=error >&2 || missing "node_modules" "npm ci"
}

need_browser() {
  local packages=()
  have chromium || packages+=(chromium)
  have chromedriver || packages+=(chromium-driver)
  [ ${#packages[@]} = 0 ] || apt_install "${packages[@]}" ||
    missing "${packages[*]}" "apt-get install -y ${packages[*]}"
  have wasm-pack || ! have cargo || cargo_tool wasm-pack "$WASM_PACK_VERSION" ||
    missing "wasm-pack" "cargo install --locked wasm-pack --version $WASM_PACK_VERSION"
}

# The first Python that can make a virtual environment; Debian keeps that in a package of its own.
python_with_venv() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      printf '%s\n' "$python"
      return 0
    fi
  done
  return 1
}

# A virtual environment with what a list names.
python_environment() {
  local folder=$1 wanted=$2 python
  [ -x "$folder/bin/python" ] && cmp -s "$wanted" "$folder/requirements.txt" && return
  python=$(python_with_venv) || { apt_install python3 python3-venv && python=$(python_with_venv); } ||
    missing "Python 3 with venv" "apt-get install -y python3-venv" || return
  say "installing the Python packages of $wanted"
  # The copy of the list comes last: it says that everything on it is there.
  rm -rf "$folder"
  "$python" -m venv "$folder" >&2 &&
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted" >&2 &&
    cp "$wanted" "$folder/requirements.txt" ||
    missing "the Python environment $folder" "python3 -m venv $folder && $folder/bin/python -m pip install -r $wanted"
}

need_python() {
  # One of the clients that the tests run; a bare Debian has none.
  have curl || apt_install curl || missing "curl" "apt-get install -y curl"
  python_environment .venv tests/clients/requirements.txt
}

need_moto() {
  python_environment .venv-moto tools/bench/requirements.txt
}

[ $# -gt 0 ] || set -- rust wasm lint npm browser python
for part in "$@"; do
  case $part in
    rust | wasm | lint | npm | browser | python | moto) "need_$part" ;;
    *) say "no part is called $part; there are rust, wasm, lint, npm, browser, python, moto" && failed=1 ;;
  esac
done
exit $failed
