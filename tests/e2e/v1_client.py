"""A client of the REST interface of version 1 (api-version 2015-10-01), made as its old SDK was.

It follows the contract alone: a PUT is asked for again until it has succeeded, a DELETE until its
Location says so, lists are read page after page, errors are {"error": {"code", "message"}}.
"""
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

API_VERSION = "2015-10-01"
POLL_S = 0.05
POLLS_MAX = 200


class RestError(Exception):
    """The service refused."""

    def __init__(self, status, body):
        error = body.get("error", {}) if isinstance(body, dict) else {}
        super().__init__(f"{status} {error.get('code')}: {error.get('message')}")
        self.status, self.body = status, body


class V1Client:
    """Calls by group and name: client.call("datasets.get", {"name": "Out"})."""

    COLLECTIONS = {"linked_services": "linkedservices", "datasets": "datasets", "tables": "tables",
                   "pipelines": "datapipelines", "gateways": "gateways", "hubs": "hubs",
                   "compute_types": "computeTypes", "activity_types": "activityTypes"}

    def __init__(self, url, token, factory, group="adf", subscription="s1"):
        self.url, self.token = url, token
        self.base = (f"/subscriptions/{subscription}/resourcegroups/{group}/providers/"
                     "Microsoft.DataFactory/datafactories")
        self.factory = f"{self.base}/{factory}"
        self.headers = {}

    def send(self, method, path, body=None, query=None):
        """Status, headers and JSON of one request."""
        url = path if "://" in path else self.url + urllib.parse.quote(path)
        if "api-version=" not in url:
            pairs = {"api-version": API_VERSION, **(query or {})}
            url += "?" + urllib.parse.urlencode(pairs)
        request = urllib.request.Request(url, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("x-ms-client-request-id", str(uuid.uuid4()))
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json; charset=utf-8")
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data=data, timeout=60) as answer:
                status, headers, text = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refusal:
            status, headers, text = refusal.code, refusal.headers, refusal.read()
        self.headers = headers
        if not headers.get("x-ms-request-id"):
            raise AssertionError("an answer without x-ms-request-id")
        parsed = json.loads(text) if text else None
        if status >= 400:
            raise RestError(status, parsed)
        return status, parsed

    def pages(self, path, query=None):
        """The items of a list."""
        items, link = [], None
        while True:
            _, page = self.send("GET", link or path, query=None if link else query)
            items += page["value"]
            link = page.get("nextLink")
            if not link:
                return items

    def settle(self, path, body):
        """PUT, then GET until the resource has succeeded."""
        status, made = self.send("PUT", path, body)
        if status not in (200, 201, 202):
            raise AssertionError(f"a PUT answered {status}")
        if made["properties"]["provisioningState"] not in ("PendingCreation", "Succeeded"):
            raise AssertionError(f"after a PUT: {made['properties']['provisioningState']}")
        for _ in range(POLLS_MAX):
            _, found = self.send("GET", path)
            state = found["properties"]["provisioningState"]
            if state == "Failed":
                raise AssertionError(found["properties"]["errorMessage"])
            if state == "Succeeded":
                return found
            time.sleep(POLL_S)
        raise AssertionError("a PUT did not succeed in time")

    def remove(self, path):
        """DELETE, then follow its Location. Gives the status that ended it."""
        status, _ = self.send("DELETE", path)
        for _ in range(POLLS_MAX):
            if status in (200, 204):
                return status
            time.sleep(float(self.headers.get("Retry-After") or 0))
            status, _ = self.send("GET", self.headers["Location"])
        raise AssertionError("a DELETE did not end in time")

    def call(self, name, args):
        """Do what "group.operation" says; gives what it answers."""
        group, operation = name.split(".")
        handler = getattr(self, f"{group}_{operation}", None)
        if handler:
            return handler(**args)
        path = f"{self.factory}/{self.COLLECTIONS[group]}"
        if operation == "list":
            return self.pages(path)
        path += "/" + args["name"]
        if operation == "create_or_update":
            return self.settle(path, {"name": args["name"], "properties": args["properties"]})
        if operation == "get":
            return self.send("GET", path)[1]
        if operation == "delete":
            return self.remove(path)
        raise AssertionError(f"no operation {name}")

    def factories_create_or_update(self, **body):
        return self.settle(self.factory, body)

    def factories_get(self):
        return self.send("GET", self.factory)[1]

    def factories_list(self):
        return self.pages(self.base)

    def factories_delete(self):
        return self.remove(self.factory)

    def pipelines_suspend(self, name):
        return self.send("POST", f"{self.factory}/datapipelines/{name}/pause")[0]

    def pipelines_resume(self, name):
        return self.send("POST", f"{self.factory}/datapipelines/{name}/resume")[0]

    def pipelines_set_active_period(self, name, **period):
        return self.send("POST", f"{self.factory}/datapipelines/{name}/update", query=period)[0]

    def pipelines_runs(self, name, **query):
        return self.pages(f"{self.factory}/datapipelines/{name}/getruns", query)

    def slices_list(self, name, collection="datasets", **query):
        return self.pages(f"{self.factory}/{collection}/{name}/slices", query)

    def slices_set_status(self, name, state, reach="Individual", collection="tables", **query):
        path = f"{self.factory}/{collection}/{name}/slices/setstatus"
        return self.send("PUT", path, {"SliceState": state, "UpdateType": reach}, query)[0]

    def slice_runs_list(self, name, collection="datasets", **query):
        return self.pages(f"{self.factory}/{collection}/{name}/sliceruns", query)

    def runs_get(self, id):  # pylint: disable=redefined-builtin
        return self.send("GET", f"{self.factory}/runs/{id}")[1]

    def runs_log(self, id):  # pylint: disable=redefined-builtin
        """The text of the log; its address needs no token."""
        _, address = self.send("GET", f"{self.factory}/runs/{id}/logInfo")
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read().decode()

    def windows_list(self, scope="", **body):
        """All pages, each asked for with a POST without a body."""
        windows, link = [], None
        while True:
            path = link or f"{self.factory}{scope}/activitywindows"
            _, page = self.send("POST", path, None if link else body)
            windows += page["value"]["activityWindows"]
            link = page.get("nextLink")
            if not link:
                return windows

    def gateways_keys(self, name):
        return self.send("POST", f"{self.factory}/gateways/{name}/listauthkeys")[1]

    def gateways_regenerate(self, name, keyname):
        path = f"{self.factory}/gateways/{name}/regenerateauthkey"
        return self.send("POST", path, {"keyname": keyname})[1]

    def oauth_get(self, type):  # pylint: disable=redefined-builtin
        return self.send("GET", f"{self.factory}/oauth/authorizationsession/{type}")[1]
