# Starts and stops what the benchmarks need. Sourced.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
pids=()
# nginx takes its workers along only where it is asked to stop
trap 'kill "$(cat "$work/nginx.pid" 2>/dev/null)" 2>/dev/null || true; sleep 0.2; kill -9 "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"

background() { "$@" >"$work/log.${#pids[@]}" 2>&1 & pids+=($!); disown; }

await_port() { for _ in $(seq 150); do (echo >"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.2; done
  echo "nothing listens on port $1" >&2; cat "$work"/log.* >&2; exit 1; }

# start_service PORT UPSTREAM_PORT [SETTING]...; its process id is in $service
start_service() {
  local options=(-Dquarkus.http.port="$1" -Dcyanotype.llm.provider=openai
    -Dcyanotype.llm.openai.base-url="http://127.0.0.1:$2/v1" -Dcyanotype.llm.openai.max-connections=20000 "${@:3}")
  if [ -n "${SERVICE:-}" ]; then background "$SERVICE" "${options[@]}"
  else
    local java; java=$("$here/../mvnw" --version | sed -n 's/.*runtime: //p')/bin/java
    background "$java" ${JAVA_OPTIONS:-} "${options[@]}" -jar "$here/../target/quarkus-app/quarkus-run.jar"
  fi
  service=$!
  await_port "$1"
}
