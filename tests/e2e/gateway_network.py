"""What stands between a node and its service: a firewall, a proxy."""
import base64
import os
import socket
import subprocess
import sys
import threading

WALL = """
table inet wall {
  chain input {
    type filter hook input priority 0; policy drop;
    iifname "lo" accept
    ct state established,related accept
  }
}
"""


class Walled:
    """Two network namespaces, joined; nothing gets into the second but answers."""

    def __init__(self):
        self.outside, self.inside = f"weir-out-{os.getpid()}", f"weir-in-{os.getpid()}"
        for name in (self.outside, self.inside):
            self.ip("netns", "add", name)
            self.ip("-n", name, "link", "set", "lo", "up")
        self.ip("link", "add", "wall0", "netns", self.outside, "type", "veth", "peer", "name",
                "wall1", "netns", self.inside)
        for name, link, address in ((self.outside, "wall0", "10.78.1.1/24"),
                                    (self.inside, "wall1", "10.78.1.2/24")):
            self.ip("-n", name, "addr", "add", address, "dev", link)
            self.ip("-n", name, "link", "set", link, "up")
        subprocess.run([*self.enter(self.inside), "nft", "-f", "-"], input=WALL, text=True,
                       check=True)

    @staticmethod
    def ip(*arguments):
        subprocess.run(["ip", *arguments], check=True)

    @staticmethod
    def enter(name):
        return ["ip", "netns", "exec", name]

    def bytes_on_the_wire(self):
        done = subprocess.run(
            [*self.enter(self.inside), "sh", "-c",
             "cd /sys/class/net/wall1/statistics && cat rx_bytes tx_bytes"],
            capture_output=True, text=True, check=True)
        return sum(map(int, done.stdout.split()))

    def lets_in(self):
        """True if something outside can connect to a listener inside."""
        listens = ("import socket; s = socket.create_server(('10.78.1.2', 9000)); "
                   "print('ready', flush=True); s.accept()")
        listener = subprocess.Popen([*self.enter(self.inside), sys.executable, "-c", listens],
                                    stdout=subprocess.PIPE, text=True)
        try:
            if listener.stdout.readline() != "ready\n":
                raise OSError("no listener")
            connects = "import socket; socket.create_connection(('10.78.1.2', 9000), 2)"
            return subprocess.run([*self.enter(self.outside), sys.executable, "-c", connects],
                                  stderr=subprocess.DEVNULL, check=False).returncode == 0
        finally:
            listener.kill()
            listener.wait()
            listener.stdout.close()

    def remove(self):
        for name in (self.outside, self.inside):
            self.ip("netns", "del", name)


class Proxy:
    """An HTTP proxy that wants a password, and carries CONNECT only."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.carried, self.refused = 0, 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(4096)
            if not part:
                return
            head += part
        wanted = b"Proxy-Authorization: Basic " + base64.b64encode(b"jo:pass-word")
        if not head.startswith(b"CONNECT ") or wanted not in head:
            self.refused += 1
            client.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n"
                           b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            client.close()
            return
        self.carried += 1
        host, port = head.split()[1].decode().rsplit(":", 1)
        server = socket.create_connection((host, int(port)))
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
        self.pump(client, server)

    @staticmethod
    def pump(source, sink):
        try:
            while part := source.recv(65536):
                sink.sendall(part)
        except OSError:
            pass
        sink.close()


def other_address():
    """An address of this machine that is not loopback; none if it has none."""
    done = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False)
    return next((one for one in done.stdout.split() if "." in one), None)
