# Shared by the scripts in tools/: sourced, never run.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck disable=SC2034  # used by the scripts that source this
readonly root
unset CDPATH
export LC_ALL=C.UTF-8
# PostgreSQL's variables point to the user's servers, which these scripts have no business with.
for name in $(compgen -e PG || true); do unset "$name"; done

program=${0##*/}
say() { printf '%s: %s\n' "$program" "$*" >&2; }
# fail MESSAGE [EXIT_CODE]
fail() {
  say "$1"
  exit "${2:-1}"
}
loud() {
  local line
  printf '\n' >&2
  for line in "$@"; do printf '!!!! %s\n' "$line" >&2; done
  printf '\n' >&2
}

# The comment block at the top of the script, without its shebang, is its help text.
usage() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//p}' "$0"; }
usage_error() {
  say "$1"
  usage >&2
  exit 2
}

# How many compilers run at once: each may take 1.5 GB.
jobs() {
  local cpus memory
  cpus=$(nproc)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1572864)}' /proc/meminfo)
  [ "${memory:-1}" -ge 1 ] || memory=1
  echo $((cpus < memory ? cpus : memory))
}

# The account that servers run as, when we are root: PostgreSQL refuses root.
server_account() {
  local name
  [ "$(id -u)" -eq 0 ] || { id -un; return; }
  for name in postgres nobody; do
    if getent passwd "$name" >/dev/null; then echo "$name"; return; fi
  done
  fail "running as root, and there is neither a user postgres nor nobody"
}
# as_server COMMAND...: runs it as that account.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid "$(server_account)" --regid "$(id -g "$(server_account)")" --init-groups \
      --reset-env -- env LC_ALL=C.UTF-8 "$@"
  else
    "$@"
  fi
}

# readable_by_all DIRECTORY: whether each directory on the way to it is open to others.
readable_by_all() {
  local path=$1 mode
  while [ "$path" != / ]; do
    if [ -e "$path" ]; then
      mode=$(stat -c %A -- "$path")
      case $mode in ?????????[xt]) ;; *) return 1 ;; esac
    fi
    path=$(dirname -- "$path")
  done
}

# Where tools/servers puts servers, and where the tests look for them.
servers_directory() {
  local cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
  if [ -n "${SCHEMA_DIFF_SERVERS:-}" ]; then
    echo "$SCHEMA_DIFF_SERVERS"
  elif [ "$(id -u)" -eq 0 ] && ! readable_by_all "$cache"; then
    # Root's home is closed to the account that the servers run as.
    echo /var/cache/schema-diff/servers
  else
    echo "$cache/schema-diff/servers"
  fi
}

# debian_server_bin: the bin directory of the newest PostgreSQL among Debian's packages.
debian_server_bin() {
  local bin
  bin=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] && [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && echo "$bin"
}
