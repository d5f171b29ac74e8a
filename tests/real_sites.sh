# What the scripts that run real software as sources share; to be sourced. Wants: program.
folder=$(mktemp -d)
children=()
finish() {
  kill "${children[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

need_packages() { # need_packages COMMAND PACKAGE…, in pairs: installs the packages of missing commands
  local missing=()
  while [ "$#" -gt 0 ]; do
    command -v "$1" >/dev/null 2>&1 || missing+=("$2")
    shift 2
  done
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

until_it() { # until_it WHAT COMMAND…: asks for a minute
  local what=$1
  shift
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return; fi
    read -rt 0.2 <> <(:) || true
  done
  say "$what did not answer within a minute" >&2
  exit 1
}

caifeng() { "$program" "$@" --json || say "caifeng $1 ended with $?" >&2; }

must() { # must WHAT PYTHON-EXPRESSION FILE: the JSON of FILE is called it
  python3 - "$@" <<'PY' && say "$1"
import json, sys
it = json.load(open(sys.argv[3]))
if not eval(sys.argv[2], {"it": it}):
    sys.exit(f"does not hold: {sys.argv[1]}: {json.dumps(it, ensure_ascii=False)[:3000]}")
PY
}
