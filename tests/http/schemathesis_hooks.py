"""What schemathesis must know of our service: a factory that is there, which 501 is honest."""
import schemathesis

HONEST = "NotSupported"


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Most requests are about the factory that the test made."""
    if path_parameters and "factoryName" in path_parameters:
        path_parameters.update(subscriptionId="s", resourceGroupName="g", factoryName="fac")
    if path_parameters and "dataFactoryName" in path_parameters:
        path_parameters.update(subscriptionId="s", resourceGroupName="g", dataFactoryName="old")
    return path_parameters


@schemathesis.check
def no_server_error(ctx, response, case):
    """Below 500; or 501 with a code that says what is not supported."""
    if response.status_code < 500:
        return
    code = response.json().get("error", {}).get("code", "")
    assert response.status_code == 501 and code.endswith(HONEST), \
        f"{response.status_code}: {response.text[:300]}"
