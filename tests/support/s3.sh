# Sourced by tests that need a bucket, after peers.sh and cli.sh: start_s3 starts the server on a free port of the loopback, with
# the bucket "bucket", and stops it at the end. Sets $s3_endpoint and $s3_port, and the environment's keys.
export AWS_ACCESS_KEY_ID=testkey AWS_SECRET_ACCESS_KEY=testsecret AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

s3_pids=
stop_s3() { [ -z "$s3_pids" ] || kill $s3_pids 2>/dev/null || true; }
trap 'stop_s3; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT

start_s3() {
    local attempt
    mkdir -p "$work/s3/data/bucket" "$work/s3/meta"
    for attempt in 1 2 3; do # somebody else may take the port first
        s3_port=$(free_port)
        ROOT_ACCESS_KEY=testkey ROOT_SECRET_KEY=testsecret "$MLP_TEST_VERSITYGW" --port "127.0.0.1:$s3_port" --region us-east-1 \
            posix --sidecar "$work/s3/meta" "$work/s3/data" >"$work/s3/log" 2>&1 &
        s3_server=$!
        until python3 -c "import socket; socket.create_connection(('127.0.0.1', $s3_port), 1)" 2>/dev/null; do
            kill -0 $s3_server 2>/dev/null || continue 2
        done
        s3_pids="$s3_pids $s3_server"
        s3_endpoint=http://127.0.0.1:$s3_port
        return
    done
    fail "the S3 server does not start: $(tail -5 "$work/s3/log")"
}

# start_proxy SEED FAULT:PERCENT…: a faulty line to the server; sets $proxy_endpoint. stop_proxy prints what it did.
start_proxy() {
    rm -f "$work/proxy.in" "$work/proxy.out"
    mkfifo "$work/proxy.in"
    python3 "$MLP_SOURCE/tests/support/faulty_proxy.py" "$s3_port" "$@" <"$work/proxy.in" >"$work/proxy.out" 2>"$work/proxy.err" &
    proxy=$!
    s3_pids="$s3_pids $proxy"
    exec 8>"$work/proxy.in"
    until [ -s "$work/proxy.out" ]; do kill -0 $proxy || fail "$(cat "$work/proxy.err")"; done
    proxy_endpoint=http://127.0.0.1:$(head -1 "$work/proxy.out")
}
stop_proxy() {
    exec 8>&-
    wait $proxy 2>/dev/null || true
    sed 1d "$work/proxy.out"
}
