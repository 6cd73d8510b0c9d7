"""A slow web server that counts: python busy_files.py FOLDER PORTFILE PEAKFILE. The peak is of requests at one time."""

import http.server
import os
import sys
import threading
import time

from serving import serve

folder, port_file, peak_file = (os.path.abspath(path) for path in sys.argv[1:4])
lock = threading.Lock()
at_work = 0
peak = 0


class Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=folder)

    def do_GET(self):
        global at_work, peak
        with lock:
            at_work += 1
            if at_work > peak:
                peak = at_work
                with open(peak_file, "w", encoding="utf-8") as file:
                    file.write(str(peak))
        time.sleep(0.2)
        # Before the answer: whoever has it may ask for the next at once.
        with lock:
            at_work -= 1
        super().do_GET()

    def log_message(self, *_):
        pass


serve(Files, port_file)
