"""Performs each step that comes on a line of standard input with Huawei Cloud's SDK for Python, and answers it with a line:
the output, or the exception."""

import json
import re
import sys
import traceback

import huaweicloudsdkconfig.v1 as sdk
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization

clients = {}


def main():
    for line in sys.stdin:
        try:
            answer = performed(json.loads(line))
        except Exception:
            answer = {"broken": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


def client_of(endpoint, access_key, secret_key, domain):
    of = (endpoint, access_key, domain)
    if of not in clients:
        credentials = GlobalCredentials(access_key, secret_key, domain)
        clients[of] = sdk.ConfigClient.new_builder().with_credentials(credentials).with_endpoint(endpoint).build()
    return clients[of]


def performed(step):
    given = dict(step["input"])
    access_key = step.get("by", "AKIDEXAMPLE")
    client = client_of(step["endpoint"], access_key, "of-" + access_key, given.pop("domain_id", "0123456789abcdef"))
    name = step["call"].split(":")[1]
    method = getattr(client, re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower())
    try:
        if "pageSize" not in step:
            return {"output": output_of(method(request_of(name, given)))}
        return {"output": all_pages(lambda more: output_of(method(request_of(name, {**given, **more}))), step["pageSize"])}
    except ServiceResponseException as error:
        refused = {"name": error.error_code, "message": error.error_msg, "status": error.status_code}
        return {"refused": refused}


def all_pages(ask, size):
    """The SDK has no paginator of its own."""
    values, more = [], {}
    while True:
        page = ask({"limit": size, **more})
        values += page["value"]
        marker = page["page_info"].get("next_marker")
        if not marker:
            return {**page, "value": values}
        more = {"marker": marker}


def request_of(name, given):
    """An object of the request's class, with what belongs into its body in one object."""
    kind = getattr(sdk, name + "Request")
    types = kind.openapi_types
    outside = {member: value for member, value in given.items() if member in types}
    if "body" in types:
        outside["body"] = {member: value for member, value in given.items() if member not in types}
    return object_of(kind, outside)


def object_of(kind, given):
    return kind(**{member: typed(kind.openapi_types[member], value) for member, value in given.items()})


def typed(kind, value):
    if value is None:
        return None
    if inner := re.fullmatch(r"list\[(.*)\]", kind):
        return [typed(inner[1], each) for each in value]
    if inner := re.fullmatch(r"dict\(str, (.*)\)", kind):
        return {key: typed(inner[1], each) for key, each in value.items()}
    return object_of(getattr(sdk, kind), value) if hasattr(sdk, kind) else value


def output_of(response):
    return sanitize_for_serialization(response)


if __name__ == "__main__":
    main()
