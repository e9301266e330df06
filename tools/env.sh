# Sourced by the scripts: finds the tools where a bare shell does not. It installs nothing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# A CI runner may start us with HOME unset or pointing nowhere; the password file knows better.
account_home=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
  export HOME="$account_home"
fi
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  mkdir -p "$root/.tools/home"
  export HOME="$root/.tools/home"
fi

# rustup's proxies look for their toolchains below HOME, wherever they were found themselves.
for home in "$HOME" "$account_home"; do
  if [ -z "${RUSTUP_HOME:-}" ] && [ -d "$home/.rustup" ]; then export RUSTUP_HOME="$home/.rustup"; fi
  if [ -z "${CARGO_HOME:-}" ] && [ -d "$home/.cargo" ]; then export CARGO_HOME="$home/.cargo"; fi
done
if ! command -v cargo >/dev/null && [ -x /usr/local/cargo/bin/cargo ]; then
  export CARGO_HOME="${CARGO_HOME:-/usr/local/cargo}" RUSTUP_HOME="${RUSTUP_HOME:-/usr/local/rustup}"
  PATH="/usr/local/cargo/bin:$PATH"
fi

# `.tools` comes first: it holds a tool only where the one found elsewhere is of the wrong version.
export PATH="$root/.tools/bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# The version that a package has in Cargo.lock.
locked_version() {
  awk -v want="\"$1\"" '$1 == "name" { hit = ($3 == want) } hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' \
    "$root/Cargo.lock"
}
