"""A web server with entity tags: python tagged_files.py FOLDER PORTFILE [PAUSE]. It stops for PAUSE seconds in each body."""

import hashlib
import http.server
import os
import sys
import time

from serving import serve

folder, port_file = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0


class Files(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments):
        super().__init__(*arguments, directory=folder)

    def end_headers(self):
        path = self.translate_path(self.path)
        if os.path.isfile(path) and not path.endswith(".untagged"):
            with open(path, "rb") as file:
                self.send_header("ETag", f'"{hashlib.md5(file.read()).hexdigest()}"')
        super().end_headers()

    def copyfile(self, source, outputfile):
        content = source.read()
        outputfile.write(content[: len(content) // 2])
        time.sleep(pause)
        outputfile.write(content[len(content) // 2 :])

    def log_message(self, *_):
        pass


serve(Files, port_file)
