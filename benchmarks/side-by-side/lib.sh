# What the side-by-side benchmarks share; sourced. One process runs at a time: $pid, and $work is its folder.
work=$(mktemp -d)
pid=
stop() { # [signal] -> ends the process, if any
  if [ -n "$pid" ]; then
    kill "${1:--TERM}" "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  pid=
}
trap 'stop -KILL; rm -rf "$work"' EXIT
free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
until_ready() { # url log [seconds between looks] -> waits, or shows the log of a process that died
  until curl -fs -o /dev/null "$1"; do
    kill -0 "$pid" 2>/dev/null || { cat "$2"; exit 1; }
    sleep "${3:-0.1}"
  done
}
