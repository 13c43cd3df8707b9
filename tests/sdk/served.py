"""A `weir serve` of a test's own, and a client of it."""
import contextlib
import pathlib
import signal
import subprocess
import tempfile
import time

from azure.core.credentials import AccessToken
from azure.mgmt.datafactory import DataFactoryManagementClient

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
START_MAX_S = 20


class StaticToken:
    """A credential that always has the same token."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *_scopes, **_options):
        return AccessToken(self.token, int(time.time()) + 3600)


class Served:
    """The running program."""

    def __init__(self, weir, data):
        self.data = pathlib.Path(data)
        self.process = subprocess.Popen(
            [weir, "serve", "--tls", "--data", data, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(line + self.process.stderr.read())
        self.url = line.split()[-1]
        self.token = (self.data / "token").read_text().strip()

    def client(self, token=None, **options):
        return DataFactoryManagementClient(
            StaticToken(token or self.token), SUBSCRIPTION, base_url=self.url,
            connection_verify=str(self.data / "tls-certificate.pem"), **options)

    def stop(self, sign=signal.SIGTERM):
        """End it; its exit status."""
        self.process.send_signal(sign)
        status = self.process.wait(timeout=START_MAX_S)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


@contextlib.contextmanager
def data_folder():
    with tempfile.TemporaryDirectory(prefix="weir-sdk-") as folder:
        yield folder
