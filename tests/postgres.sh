#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests, from Debian's package.
#   eval "$(tests/postgres.sh start)"    starts one and names it in CAIFENG_TEST_POSTGRES
#   tests/postgres.sh stop DIRECTORY     stops it and removes its directory
set -eu

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$programs" ]; then
  echo "postgres.sh: PostgreSQL is not installed; run setup/install --all" >&2
  exit 1
fi

# The server refuses to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

case "${1:-}" in
  start)
    folder=$(mktemp -d)
    chmod 755 "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cd "$folder"
    as_server "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1
    as_server "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
      -o "-h 127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=200" start >/dev/null
    echo "export CAIFENG_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port/postgres"
    echo "export CAIFENG_TEST_POSTGRES_DIR=$folder"
    ;;
  stop)
    folder=${2:?name the directory that start printed}
    cd /
    as_server "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    ;;
  *)
    echo "usage: $0 start | stop DIRECTORY" >&2
    exit 2
    ;;
esac
