"""Signing in as Microsoft's identity library does, and the asynchronous client, over TLS.

    identity_test.py WEIR
"""
import asyncio
import json
import os
import subprocess
import sys
import unittest

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import ClientSecretCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.mgmt.datafactory import DataFactoryManagementClient
from azure.mgmt.datafactory import models as m
from azure.mgmt.datafactory.aio import DataFactoryManagementClient as AsyncClient

from served import SUBSCRIPTION, Served, data_folder

WEIR = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/weir"
GROUP, FACTORY = "rg", "fac-1"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"


class IdentityTest(unittest.TestCase):

    def setUp(self):
        folder = data_folder()
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__, None, None, None)
        self.service = Served(WEIR, self.folder)
        self.addCleanup(self.service.stop)
        self.ca = str(self.service.data / "tls-certificate.pem")

    def weir(self, *arguments):
        done = subprocess.run([WEIR, *arguments, "--data", self.folder, "--json"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return json.loads(done.stdout) if done.stdout else None

    def principal(self, name, role, scope="/"):
        return self.weir("token", "create", name, "--service-principal", "--role", role,
                         "--scope", scope)

    def credential(self, made, kind=ClientSecretCredential, **more):
        options = {"authority": self.service.url, "disable_instance_discovery": True,
                   "connection_verify": self.ca, **more}
        return kind(made["tenant"], made["clientId"], made["clientSecret"], **options)

    def client(self, made):
        return DataFactoryManagementClient(self.credential(made), SUBSCRIPTION,
                                           base_url=self.service.url, connection_verify=self.ca)

    def test_roles(self):
        writer = self.client(self.principal("writer", "Data Factory Contributor", SCOPE))
        writer.factories.create_or_update(GROUP, FACTORY, m.Factory(location="west"))
        writer.pipelines.create_or_update(GROUP, FACTORY, "p", m.PipelineResource(activities=[]))
        writer.pipelines.create_run(GROUP, FACTORY, "p")
        with self.assertRaises(HttpResponseError) as refused:
            writer.factories.create_or_update("other", FACTORY, m.Factory())
        self.assertEqual(refused.exception.error.code, "AuthorizationFailed")
        reader = self.client(self.principal("reader", "Reader", SCOPE))
        self.assertEqual([p.name for p in reader.pipelines.list_by_factory(GROUP, FACTORY)], ["p"])
        with self.assertRaises(HttpResponseError) as refused:
            reader.pipelines.delete(GROUP, FACTORY, "p")
        self.assertEqual(refused.exception.status_code, 403)
        self.assertIn("Microsoft.DataFactory/factories/pipelines/delete", str(refused.exception))

    def test_a_wrong_secret_and_a_revoked_principal(self):
        made = self.principal("app", "Owner")
        with self.assertRaises(ClientAuthenticationError):
            self.client({**made, "clientSecret": "wrong"}).factories.list().next()
        client = self.client(made)
        self.assertEqual(list(client.factories.list()), [])
        self.weir("token", "revoke", "app")
        with self.assertRaises(ClientAuthenticationError):
            for _ in range(100):  # It counts within a second.
                list(client.factories.list())
                asyncio.run(asyncio.sleep(0.05))
        operations = [record["operation"] for record in self.weir("audit", "list")]
        for operation in ("token create", "sign in", "token revoke", "authentication"):
            self.assertIn(operation, operations)
        self.assertGreater(self.weir("audit", "verify")["records"], 3)

    def test_the_asynchronous_client(self):
        async def work(made):
            async with self.credential(made, AsyncClientSecretCredential) as credential:
                async with AsyncClient(credential, SUBSCRIPTION, base_url=self.service.url,
                                       connection_verify=self.ca) as adf:
                    await adf.factories.create_or_update(GROUP, FACTORY, m.Factory())
                    await asyncio.gather(*(
                        adf.pipelines.create_or_update(GROUP, FACTORY, f"p{i}", m.PipelineResource(
                            activities=[m.WaitActivity(name="w", wait_time_in_seconds=0)]))
                        for i in range(20)))
                    runs = await asyncio.gather(*(
                        adf.pipelines.create_run(GROUP, FACTORY, f"p{i}") for i in range(20)))
                    names = [p.name async for p in adf.pipelines.list_by_factory(GROUP, FACTORY)]
                    for run in runs:
                        while True:
                            got = await adf.pipeline_runs.get(GROUP, FACTORY, run.run_id)
                            if got.status not in ("Queued", "InProgress"):
                                break
                            await asyncio.sleep(0.02)
                        self.assertEqual(got.status, "Succeeded")
                    return names
        made = self.principal("app", "Data Factory Contributor")
        names = asyncio.run(asyncio.wait_for(work(made), 60))
        self.assertEqual(sorted(names), sorted(f"p{i}" for i in range(20)))


if __name__ == "__main__":
    unittest.main(verbosity=1)
