"""A catalog that keeps what is posted to it: python lineage_receiver.py FILE STATUS… writes its port to FILE.port.

Bodies become lines of FILE, the requests' paths and keys lines of FILE.requests. Answers with the given statuses, one a
request, the last one for ever; "slow" does not answer at all.
"""

import http.server
import sys
import time

from serving import serve

file, statuses = sys.argv[1], sys.argv[2:] or ["201"]


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        if status == "slow":
            time.sleep(600)
        with open(file + ".requests", "a", encoding="utf-8") as requests:
            requests.write(f"{status} {self.path} {self.headers.get('Authorization')} {self.headers['Content-Type']}\n")
        if status.startswith("2"):
            with open(file, "ab") as events:
                events.write(body + b"\n")
        self.send_response(int(status))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


serve(Receiver, file + ".port")
