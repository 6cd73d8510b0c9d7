"""Runs a command in a pseudo-terminal, like a person who types and reads.

    terminal.py [--columns N] [--expect TEXT | --send KEYS]... -- COMMAND…

Steps are done in order: --expect waits until TEXT shows up in what was printed since the last match, --send types KEYS
(\\t, \\x03 and other Python escapes). Then the rest is read, and the command's exit code is ours. Everything printed goes
to standard output as it is. Exit 99: an --expect was not met, or the command did not end, within 20 s.
"""
import codecs
import os
import pty
import select
import signal
import struct
import sys
import termios
import fcntl
import time

PATIENCE = 20.0


class Terminal:
    def __init__(self, command, columns):
        self.seen, self.mark = b"", 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvp(command[0], command)
            except OSError as error:
                os.write(2, f"terminal.py: {command[0]}: {error}\n".encode())
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def read(self, timeout):
        """False at the end of the output."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # EIO: the other side is closed
            data = b""
        self.seen += data
        return bool(data)

    def expect(self, text):
        end = time.monotonic() + PATIENCE
        alive = True
        while True:
            at = self.seen.find(text, self.mark)
            if at >= 0:
                self.mark = at + len(text)
                return True
            if not alive or time.monotonic() > end:
                return False
            alive = self.read(0.1)

    def send(self, keys):
        os.write(self.fd, keys)

    def finish(self):
        end = time.monotonic() + PATIENCE
        while self.read(0.1):
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return 99
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1:]
    columns, steps = 80, []
    while options:
        name, value = options.pop(0), options.pop(0)
        if name == "--columns":
            columns = int(value)
        else:
            steps.append((name, codecs.escape_decode(value.encode())[0]))
    terminal = Terminal(command, columns)
    for name, value in steps:
        if name == "--send":
            terminal.send(value)
        elif not terminal.expect(value):
            print(f"terminal.py: never saw {value!r}; the terminal showed:\n{terminal.seen!r}", file=sys.stderr)
            os.kill(terminal.pid, signal.SIGKILL)
            return 99
    code = terminal.finish()
    sys.stdout.buffer.write(terminal.seen)
    return code if code >= 0 else 128 - code  # killed by a signal, as a shell tells it


if __name__ == "__main__":
    sys.exit(main())
