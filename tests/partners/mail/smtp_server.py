"""A mail server for tests, which can refuse and hang up at any point of the talk."""

import socketserver
import threading
from contextlib import contextmanager

GREETING, SENDER, READER, CONTENT = "connect", "MAIL", "RCPT", "DATA"


class Talk(socketserver.StreamRequestHandler):
    """One client."""

    def handle(self):
        server = self.server
        if server.hangs_up_at == GREETING:
            return None
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].split(":")[0].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if server.refuses.get(verb):
                self.say(server.refuses[verb])
            elif verb == CONTENT:
                if not self.take():
                    return None
            else:
                self.say("250 fine")
        return None

    def take(self):
        """Read a mail. False when the line is cut after the last word of it."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        self.server.taken.append("".join(lines))
        if self.server.hangs_up_at == CONTENT:
            return False
        self.say("250 taken")
        return True

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server():
    """Yield a server that listens; `refuses` maps a verb to the answer, `hangs_up_at` cuts the line."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.taken, server.refuses, server.hangs_up_at = [], {}, ""
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
