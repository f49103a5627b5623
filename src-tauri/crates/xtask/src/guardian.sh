# Makes a throw-away PostgreSQL cluster and keeps it until standard input ends,
# which it also does when the program at its other end is killed.
# Arguments: folder of PostgreSQL's programs, port, 'quick' or 'durable'. First line of input: password.
set -eu
bin=$1
port=$2
case $3 in
quick) durability='-c fsync=off -c full_page_writes=off' ;;
*) durability='' ;;
esac
read -r password
umask 077
cd /tmp
dir=$(mktemp -d /tmp/bidhall-pg-XXXXXX)

stop() {
    exec >>"$dir/stop.log" 2>&1 </dev/null
    if [ -f "$dir/data/postmaster.pid" ]; then
        "$bin/pg_ctl" -D "$dir/data" -m fast -w -t 20 stop ||
            "$bin/pg_ctl" -D "$dir/data" -m immediate -w -t 20 stop || true
    fi
    cd /tmp
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

printf '%s\n' "$password" >"$dir/password"
"$bin/initdb" -D "$dir/data" -U bidhall --auth=scram-sha-256 --pwfile="$dir/password" \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start -o "-p $port -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories=$dir -c max_connections=200 $durability" \
    >"$dir/start.log" 2>&1 </dev/null || { cat "$dir/start.log" "$dir/log" >&2; exit 1; }
echo "ready $dir"
cat >/dev/null
