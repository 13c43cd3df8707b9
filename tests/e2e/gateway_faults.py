"""What goes wrong between a service and its nodes, and what counts what they did nevertheless."""
import collections
import http.server
import random
import select
import socket
import threading
import time
import urllib.parse


class Relay:
    """Carries bytes between nodes and their service, unless it is told not to."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.refuses, self.lock, self.open = False, threading.Lock(), set()
        self.flows = threading.Event()
        self.flows.set()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        try:
            if self.refuses:
                return
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                with self.lock:
                    self.open |= {client, server}
                self.pump(client, server)
        except OSError:
            pass
        finally:
            client.close()

    def pump(self, client, server):
        while True:
            ready, _, _ = select.select([client, server], [], [])
            self.flows.wait()
            for source in ready:
                part = source.recv(65536)
                if not part:
                    return
                (server if source is client else client).sendall(part)

    def cut(self, seconds):
        """Every connection breaks, and new ones do."""
        self.refuses = True
        with self.lock:
            broken, self.open = self.open, set()
        for one in broken:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        time.sleep(seconds)
        self.refuses = False

    def hole(self, seconds):
        """Nothing gets through, and nobody is told; then all of it does."""
        self.flows.clear()
        time.sleep(seconds)
        self.flows.set()


class Worker:
    """A web address whose work takes a moment. Counts calls by run, and those that overlap."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.calls, self.now = collections.Counter(), collections.Counter()
        self.overlaps, self.lock = [], threading.Lock()
        worker = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Answers when the work is done, or leaves when nobody waits for it."""

            def do_POST(self):
                run = urllib.parse.urlparse(self.path).query
                self.rfile.read(int(self.headers["Content-Length"]))
                done = worker.work(run, self.connection)
                if done:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/work"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def work(self, run, connection):
        with self.lock:
            self.calls[run] += 1
            self.now[run] += 1
            if self.now[run] > 1:
                self.overlaps.append(run)
            ends = time.monotonic() + self.random.uniform(0.05, 0.8)
        try:
            while (left := ends - time.monotonic()) > 0:
                # It says something only when it goes away.
                if select.select([connection], [], [], left)[0]:
                    return False
            return True
        finally:
            with self.lock:
                self.now[run] -= 1
