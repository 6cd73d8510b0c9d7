"""A bucket of a real S3 server (versitygw, from scripts/fetch-peers) on the loopback, for the time of a run."""
from __future__ import annotations

import os
import socket
import subprocess
import time
import uuid

from datasets import discard
from tools import Tools

KEYS = {"AWS_ACCESS_KEY_ID": "benchkey", "AWS_SECRET_ACCESS_KEY": "benchsecret", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true"}


class Bucket:
    """The bucket `bucket`; what it holds lies in `folder`."""

    def __init__(self, tools: Tools, name: str) -> None:
        self.base = tools.scratch / f"s3-{name}"
        self.folder = self.base / "data" / "bucket"
        self.folder.mkdir(parents=True)
        (self.base / "meta").mkdir()
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        with (self.base / "log").open("w") as log:
            self.server = subprocess.Popen(
                [tools.peers["versitygw"], "--port", f"127.0.0.1:{port}", "--region", "us-east-1", "posix", "--sidecar",
                 str(self.base / "meta"), str(self.base / "data")], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "ROOT_ACCESS_KEY": KEYS["AWS_ACCESS_KEY_ID"],
                     "ROOT_SECRET_KEY": KEYS["AWS_SECRET_ACCESS_KEY"]})
        tools.at_end.callback(self.stop)
        self.wait(port)

    def wait(self, port: int) -> None:
        for _ in range(500):
            if self.server.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"the S3 server does not answer: {(self.base / 'log').read_text()[-500:]}")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait()

    def clear(self) -> None:
        """An empty bucket under the same name."""
        for place in (self.folder, self.base / "meta" / "bucket"):
            used = self.base / "used" / uuid.uuid4().hex
            used.mkdir(parents=True)
            for inner in place.iterdir() if place.exists() else ():
                inner.rename(used / inner.name)
            discard(used)

    def count(self) -> int:
        return sum(len(files) for _, _, files in os.walk(self.folder))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
