"""A web server with the habits that clients meet.

/files/NAME          a file of the folder WEIR_TEST_HTTP_ROOT
/chunked/NAME        the same, without a length
/slow/MS/NAME        the same, MS milliseconds late
/redirect/N/PATH     N redirects, then PATH
/basic/USER/PASSWORD/PATH and /digest/USER/PASSWORD/PATH   PATH, for who knows the password
/status/CODE         an answer of that status
/echo                what was asked, as JSON
"""
import base64
import hashlib
import http.server
import json
import pathlib
import secrets
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root = pathlib.Path()

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if "Transfer_Encoding" in headers:
            for at in range(0, len(body), 4000):
                piece = body[at:at + 4000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            body = b"0\r\n\r\n"
        self.wfile.write(body)

    def file(self, name):
        path = self.root / urllib.parse.unquote(name)
        return path.read_bytes() if path.is_file() and ".." not in name else None

    def knows_basic(self, user, password):
        wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        return self.headers.get("Authorization") == wanted

    def knows_digest(self, user, password):
        text = self.headers.get("Authorization", "")
        if not text.startswith("Digest "):
            return False
        parts = dict(part.strip().split("=", 1) for part in text[7:].split(","))
        parts = {name: value.strip('"') for name, value in parts.items()}

        def md5(value):
            return hashlib.md5(value.encode()).hexdigest()

        secret = md5(f"{user}:weir:{password}")
        asked = md5(f"{self.command}:{parts.get('uri')}")
        wanted = md5(":".join([secret, parts.get("nonce", ""), parts.get("nc", ""),
                               parts.get("cnonce", ""), parts.get("qop", ""), asked]))
        return parts.get("response") == wanted

    def echo(self, body):
        self.answer(200, json.dumps({
            "method": self.command, "path": self.path, "body": body.decode(errors="replace"),
            "headers": dict(self.headers.items())}).encode(), Content_Type="application/json")

    def serve(self, path, body):
        kind, _, rest = path.lstrip("/").partition("/")
        if kind == "echo":
            self.echo(body)
        elif kind == "status":
            self.answer(int(rest), b"status " + rest.encode())
        elif kind == "slow":
            wait, _, rest = rest.partition("/")
            time.sleep(int(wait) / 1000)
            self.serve("/files/" + rest, body)
        elif kind == "redirect":
            count, _, rest = rest.partition("/")
            left = int(count) - 1
            self.answer(302, Location=f"/redirect/{left}/{rest}" if left else "/" + rest)
        elif kind in ("basic", "digest"):
            user, password, rest = rest.split("/", 2)
            if getattr(self, "knows_" + kind)(user, password):
                self.serve("/" + rest, body)
            else:
                challenge = 'Basic realm="weir"' if kind == "basic" else (
                    f'Digest realm="weir", nonce="{secrets.token_hex(8)}", qop="auth"')
                self.answer(401, b"who are you?", WWW_Authenticate=challenge)
        else:
            content = self.file(rest) if kind in ("files", "chunked") else None
            if content is None:
                self.answer(404, b"no such file")
            elif kind == "chunked":
                self.answer(200, content, Transfer_Encoding="chunked")
            else:
                self.answer(200, content, Last_Modified="Sun, 06 Nov 1994 08:49:37 GMT")

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.serve(self.path.partition("?")[0], body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that hang up or refuse the certificate are what tests are about."""


def main(root, port, tls_port, certificate):
    Handler.root = pathlib.Path(root)
    plain = Server(("127.0.0.1", int(port)), Handler)
    secure = Server(("127.0.0.1", int(tls_port)), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # The handshake is made by the connection's own thread, at its first read.
    secure.socket = context.wrap_socket(secure.socket, server_side=True,
                                        do_handshake_on_connect=False)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    print("ready", flush=True)
    plain.serve_forever()


def make_certificate(folder):
    """A certificate of 127.0.0.1 that vouches for itself, and its key, in one file."""
    out = folder / "server.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=weir test", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", str(out), "-out", str(folder / "ca.pem")],
                   check=True, capture_output=True)
    with out.open("ab") as both:
        both.write((folder / "ca.pem").read_bytes())
    return out


def start(folder, port):
    """Start the server, plain on `port` and with TLS on another."""
    root = folder / "root"
    root.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        tls_port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, __file__, str(root), str(port), str(tls_port),
         str(make_certificate(folder))],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True)
    if process.stdout.readline().strip() != b"ready":
        raise SystemExit("the web server did not start")
    return process, {"WEIR_TEST_HTTP": f"http://127.0.0.1:{port}",
                     "WEIR_TEST_HTTPS": f"https://127.0.0.1:{tls_port}",
                     "WEIR_TEST_HTTP_CA": str(folder / "ca.pem"),
                     "WEIR_TEST_HTTP_ROOT": str(root)}


if __name__ == "__main__":
    main(*sys.argv[1:])
