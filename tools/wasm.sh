#!/usr/bin/env bash
# Builds build/wasm/: the glue, its types, and the optimised module. Leaves the files alone when they are up to date.
set -euo pipefail
# shellcheck source=tools/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

readonly LIMIT=1300000 AIM=120000 # bytes of module and glue, gzipped
readonly out=build/wasm
module=${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/release/cloud_dryrun.wasm
optimizer=node_modules/.bin/wasm-opt

# cargo shows its progress to people and keeps quiet in logs.
verbosity=--quiet
if [ -t 2 ]; then verbosity=; fi

# Panic messages name source files: without the remapping the module would carry the paths of the machine that built it.
# The threshold is a fifth of what level 3 has: a tenth smaller, and the large check takes as long as before.
crates=${CARGO_HOME:-$HOME/.cargo}/registry/src
cargo build $verbosity --release --lib --target wasm32-unknown-unknown \
  --config "target.wasm32-unknown-unknown.rustflags=['--remap-path-prefix=$crates=crates','--remap-path-prefix=$root=.','-Cllvm-args=-inline-threshold=50']"

# What the result is made from. Tools count by version, the module by content.
made_from=$({
  sha256sum <"$module"
  wasm-bindgen --version
  node -p 'require("./node_modules/binaryen/package.json").version'
  sha256sum <tools/wasm.sh
})
if [ -f "$out/made-from" ] && [ "$(cat "$out/made-from")" = "$made_from" ]; then
  exit 0
fi

fresh=build/wasm.new
rm -rf "$fresh"
mkdir -p "$fresh"
wasm-bindgen --target web --out-name dryrun --out-dir "$fresh" "$module"
bound=$(wc -c <"$fresh/dryrun_bg.wasm")
# No feature flags: older Node could not load what wasm-opt would then write.
"$optimizer" -Os "$fresh/dryrun_bg.wasm" -o "$fresh/optimised.wasm"
mv "$fresh/optimised.wasm" "$fresh/dryrun_bg.wasm"

raw_of() { wc -c <"$fresh/$1"; }
gzip_of() { gzip -9 -c "$fresh/$1" | wc -c; }
total=$(($(gzip_of dryrun_bg.wasm) + $(gzip_of dryrun.js)))
printf 'wasm  %9d bytes, %7d gzipped (before wasm-opt %d)\n' "$(raw_of dryrun_bg.wasm)" "$(gzip_of dryrun_bg.wasm)" "$bound"
printf 'glue  %9d bytes, %7d gzipped\n' "$(raw_of dryrun.js)" "$(gzip_of dryrun.js)"
printf 'total                  %7d gzipped, at most %d\n' "$total" "$LIMIT"
if [ "$total" -gt "$LIMIT" ]; then
  echo "wasm and glue are $total bytes gzipped, at most $LIMIT are allowed" >&2
  exit 1
fi
if [ "$total" -gt "$AIM" ]; then
  echo "warning: wasm and glue are $total bytes gzipped, the aim is $AIM" >&2
fi

# INVARIANT: the note is written into the folder before the folder takes its place, so it never vouches for half a build.
printf '%s\n' "$made_from" >"$fresh/made-from"
rm -rf "$out"
mv "$fresh" "$out"
touch "$out/dryrun_bg.wasm"
