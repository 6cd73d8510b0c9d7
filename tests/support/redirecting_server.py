"""A web server for a folder, on a free port that it writes to a file. /moved/NAME leads to /NAME, /local to a file of this machine."""
import functools
import http.server
import os
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        targets = {"/moved/": self.path[len("/moved"):], "/local.zip": "file:///etc/passwd"}
        for prefix, target in targets.items():
            if self.path.startswith(prefix):
                self.send_response(302)
                self.send_header("Location", target)
                self.end_headers()
                return
        super().do_GET()

    def log_message(self, *_):
        pass


folder, port_file = sys.argv[1:]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
with open(port_file + ".new", "w") as out:
    out.write(str(server.server_port))
os.rename(port_file + ".new", port_file)
server.serve_forever()
