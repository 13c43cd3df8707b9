#!/usr/bin/env python3
"""The Azure command line, unmodified, against a service of the test's own.

    az_test.py WEIR

It takes 730 MB, so it is not fetched: $WEIR_AZ names it, or it is on the PATH; else the test is
skipped. Version 2.91 was seen to work.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
SCOPE = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg"
FACTORY = SCOPE + "/providers/Microsoft.DataFactory/factories/fac-1"
VERSION = "?api-version=2018-06-01"


def main():
    az = os.environ.get("WEIR_AZ") or shutil.which("az")
    if not az:
        print("skipped: no az; WEIR_AZ may name one")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="weir-az-") as folder:
        data = pathlib.Path(folder) / "data"
        service = subprocess.Popen(
            [sys.argv[1], "serve", "--tls", "--data", data, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = service.stdout.readline().split()[-1]
        environment = {**os.environ, "AZURE_CONFIG_DIR": f"{folder}/az",
                       "REQUESTS_CA_BUNDLE": str(data / "tls-certificate.pem"),
                       "AZURE_CORE_COLLECT_TELEMETRY": "false",
                       "AZURE_CORE_INSTANCE_DISCOVERY": "false"}

        def call(*words, fails=False):
            done = subprocess.run([az, *words, "--output", "json"], env=environment, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            assert (done.returncode != 0) == fails, f"{words}: {done.stderr}"
            return done.stderr if fails else json.loads(done.stdout or "null")

        try:
            made = json.loads(subprocess.run(
                [sys.argv[1], "token", "create", "app", "--service-principal", "--role",
                 "Data Factory Contributor", "--scope", SCOPE, "--json", "--data", data],
                check=True, stdout=subprocess.PIPE, text=True).stdout)
            call("cloud", "register", "-n", "weir", "--endpoint-resource-manager", url + "/")
            call("cloud", "set", "-n", "weir")
            accounts = call("login", "--service-principal", "-u", made["clientId"], "-p",
                            made["clientSecret"], "--tenant", made["tenant"])
            assert accounts[0]["id"] == SCOPE.split("/")[2], accounts
            put = call("rest", "--method", "put", "--url", FACTORY + VERSION, "--body",
                       '{"location": "west"}')
            assert put["name"] == "fac-1", put
            shown = call("resource", "show", "--ids", FACTORY, "--api-version", "2018-06-01")
            assert shown["location"] == "west", shown
            refused = call("rest", "--method", "put", "--url",
                           FACTORY.replace("/rg/", "/other/") + VERSION, "--body", "{}", fails=True)
            assert "AuthorizationFailed" in refused, refused
        finally:
            service.terminate()
            service.wait(30)
            service.stdout.close()
    print("az works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
