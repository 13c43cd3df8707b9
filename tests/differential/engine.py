"""The evaluator that Microsoft bundles in PyPI's data-factory-testing-framework, as a black box."""
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import fetch_deps  # noqa: E402

GROUP = "adf-evaluator"
ASSEMBLY = "Microsoft.Azure.DataFactoryTestingFramework.Expressions"


class Engine:
    """Loads .NET into this process. Fails with any exception if it cannot be had."""

    def __init__(self):
        root = fetch_deps.fetch(GROUP)
        os.environ.setdefault("LANG", "en_US.UTF-8")
        sys.path.insert(0, str(root))
        import clr_loader
        import pythonnet
        runtime = root / "dnv/net/runtime"
        pythonnet.set_runtime(clr_loader.get_coreclr(
            runtime_config=str(runtime / "runtimeconfig.json"), dotnet_root=str(runtime / ".net")))
        pythonnet.load()
        import clr
        assemblies = root / "data_factory_testing_framework/_pythonnet/bin"
        sys.path.append(str(assemblies))
        clr.AddReference(str(assemblies / ASSEMBLY))
        from System.Globalization import CultureInfo
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo("en-US")
        CultureInfo.CurrentCulture = CultureInfo("en-US")
        from Microsoft.Azure.DataFactoryTestingFramework.Expressions import Evaluator
        self.evaluator = Evaluator()
        self.context = ("{}", "{}", None, "{}")

    def set_context(self, context):
        """Take a context as `weir expr --context` reads it."""
        activities = {name: {"outputs": {"body": activity}}
                      for name, activity in context.get("activities", {}).items()}
        self.context = (json.dumps(context["pipeline"]), json.dumps(context["variables"]),
                        json.dumps(context["item"]), json.dumps(activities))

    def evaluate(self, text):
        """("value", JSON) or ("error", message)."""
        try:
            answer = self.evaluator.EvaluateExpression(text, *self.context)
        except Exception as error:  # Whatever .NET throws is an answer here.
            return "error", str(getattr(error, "Message", error))
        # Before AM and PM the Linux host has a narrow blank, the service's Windows a plain one.
        return "value", json.loads(answer.replace("\u202f", " "))["result"]
