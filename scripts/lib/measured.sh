# What scripts/bench and scripts/scale share: a fresh server, a load against it, its report kept. Sourced, not run.
#
# Wants: impasto and loadtest (programs), work (a folder of the run's own), out (for reports), postgres (an address to
# make databases through), commit. Gives: server (pid), port, data (its folder), arguments (its own), database, failures,
# runs, reports.
# shellcheck shell=bash disable=SC2034,SC2154

server=""
port=""
data=""
arguments=()
database=""
failures=0
runs=0
reports=()

say() { printf '%s\n' "$*" >&2; }

stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        # It drains its sockets within 10 s; one that hangs must not hang the benchmark.
        for _ in $(seq 150); do
            kill -0 "$server" 2>/dev/null || break
            sleep 0.1
        done
        kill -9 "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=""
    fi
    if [ -n "$database" ]; then
        psql -qAt "$postgres" -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" >/dev/null 2>&1 ||
            say "the database $database could not be dropped"
        database=""
    fi
}

clean_up() {
    stop_server
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# GET /readyz without any other program: 0 when it answers 200.
ready() {
    local status=""
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /readyz HTTP/1.1\r\nhost: 127.0.0.1:%s\r\nconnection: close\r\n\r\n' "$1" >&3
    IFS=' ' read -r -t 5 _ status _ <&3 || true
    exec 3<&- 3>&-
    [ "$status" = 200 ]
} 2>/dev/null

free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# The PostgreSQL server's own process, where it runs on this machine and tells: its CPU seconds belong to each order's price.
postmaster() {
    local pid
    pid=$(psql -qAt "$postgres" -c "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)" 2>/dev/null) || return 0
    if [ -r "/proc/$pid/comm" ] && grep -q '^postgres' "/proc/$pid/comm"; then echo "$pid"; fi
}

# start_server sqlite|postgres: a fresh one with its demo gallery.
start_server() {
    local engine=$1 began
    stop_server
    data=$(mktemp -d "$work/data.XXXXXX")
    port=$(free_port)
    arguments=(serve --data "$data" --listen "127.0.0.1:$port")
    if [ "$engine" = postgres ]; then
        database="impasto_bench_$$_$RANDOM"
        psql -qAt "$postgres" -c "CREATE DATABASE $database" >/dev/null
        arguments+=(--database-url "$(database_url "$database")")
    fi
    began=$(date +%s%N)
    "$impasto" "${arguments[@]}" >"$work/server.log" 2>&1 &
    server=$!
    until ready "$port"; do
        if ! kill -0 "$server" 2>/dev/null; then
            say "the server ended before it was ready:"
            tail -n 20 "$work/server.log" >&2
            server=""
            return 1
        fi
        sleep 0.02
    done
    say "$engine: ready after $((($(date +%s%N) - began) / 1000000)) ms, $(awk '/^VmRSS/ {printf "%.1f MiB", $2 / 1024}' "/proc/$server/status") at rest"
}

# The given address with another database name.
database_url() {
    local base=${postgres%%\?*} query=""
    case "$postgres" in *\?*) query="?${postgres#*\?}" ;; esac
    case "${base#*://}" in
        */*) echo "${base%/*}/$1$query" ;;
        *) echo "$base/$1$query" ;;
    esac
}

# load <label> <scenario> <flags…>: one run against the server that stands, its report kept.
load() {
    local label=$1 scenario=$2 report database_pid=""
    shift 2
    runs=$((runs + 1))
    report=$(printf '%s/%03d-%s.json' "$out" "$runs" "${label// /-}")
    if [ -n "$database" ]; then database_pid=$(postmaster); fi
    say ""
    say "== $label"
    if "$loadtest" "$scenario" --url "http://127.0.0.1:$port" --server-pid "$server" ${database_pid:+--database-pid "$database_pid"} \
        --label "$label" --commit "$commit" --report "$report" "$@" >&2; then :; else
        failures=$((failures + 1))
        say "FAILED: $label"
    fi
    if [ -f "$report" ]; then reports+=("$report"); fi
    kill -0 "$server" 2>/dev/null || { say "the server is gone:"; tail -n 20 "$work/server.log" >&2; exit 1; }
}
