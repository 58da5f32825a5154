"""A way to the server that can be made to fail, in the ways in which networks and clusters do."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

SIZE = 65_536
HEAD = "\r\n".join(
    [
        "HTTP/1.1 {}",
        "X-Elastic-Product: Elasticsearch",
        "Content-Type: application/json",
        "Content-Length: {}",
        "",
        "{}",
    ]
)
BUSY = '{"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}, "status": 429}'
RED = '{"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}, "status": 503}'
SAYS = {
    "429": HEAD.format("429 Too Many Requests", len(BUSY), BUSY).encode(),
    "red": HEAD.format("503 Service Unavailable", len(RED), RED).encode(),
}
FAULTS = ("refuse", "hang", "cut", *SAYS)


class Proxy:
    """Listens on a port of its own. `be` says what happens to whatever arrives, and ends what is open."""

    def __init__(self, url):
        self.target = (urlsplit(url).hostname, urlsplit(url).port)
        self.mode = "pass"
        self.open = []
        self.lock = threading.Lock()
        self.listener = self.listening(0)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def listening(self, port):
        """Start to listen."""
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, args=[listener], daemon=True).start()
        return listener

    def be(self, mode):
        """Change what happens."""
        before, self.mode = self.mode, mode
        with self.lock:
            for each in self.open:
                close(each)
            self.open.clear()
        if mode == "refuse":
            close(self.listener)
        elif before == "refuse":
            self.listener = self.listening(self.port)

    def stop(self):
        """Close everything."""
        self.be("refuse")

    def accept(self, listener):
        """Serve each connection in a thread of its own until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self.lock:
                self.open.append(client)
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        """Pass on what a client asks, as the mode allows."""
        with suppress(OSError), socket.create_connection(self.target) as server:
            threading.Thread(target=self.answer, args=[server, client], daemon=True).start()
            while asked := client.recv(SIZE):
                if self.mode in SAYS:
                    client.sendall(SAYS[self.mode])
                    break
                if self.mode != "hang":
                    server.sendall(asked)
        close(client)

    def answer(self, server, client):
        """Pass on what the server answers, or half of it."""
        with suppress(OSError):
            while said := server.recv(SIZE):
                if self.mode == "cut":
                    client.sendall(said[: len(said) // 2])
                    break
                client.sendall(said)
        close(client)


def close(connection):
    """Close a connection so that whoever waits for it hears of that."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
