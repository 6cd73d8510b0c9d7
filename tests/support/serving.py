"""What the small servers of the tests share: a free port of the loopback, told by a file that appears whole."""

import http.server
import os


def serve(handler, port_file):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    with open(port_file + ".tmp", "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.rename(port_file + ".tmp", port_file)
    server.serve_forever()
