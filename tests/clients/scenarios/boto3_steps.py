"""Performs each step that comes on a line of standard input with boto3, and answers it with a line: the output, or the
exception. An empty step is answered with the operations that have a paginator."""

import datetime
import json
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore import xform_name

REGION = "eu-central-1"
clients = {}


def main():
    for line in sys.stdin:
        step = json.loads(line)
        try:
            answer = performed(step) if step else {"paginators": paginators()}
        except Exception:
            answer = {"broken": traceback.format_exc()}
        print(json.dumps(answer, default=plain), flush=True)


def paginators():
    return list(Loader().load_service_model("ssm", "paginators-1")["pagination"])


def client_of(endpoint, attempts, by):
    if (endpoint, by) not in clients:
        retries = {"mode": "standard", "total_max_attempts": attempts}
        keys = {"aws_access_key_id": by, "aws_secret_access_key": "of-" + by} if by else {}
        clients[endpoint, by] = boto3.client(
            "ssm", region_name=REGION, endpoint_url=endpoint, config=Config(retries=retries), **keys
        )
    return clients[endpoint, by]


def performed(step):
    client = client_of(step["endpoint"], step["attempts"], step.get("by"))
    operation = step["call"].split(":")[1]
    try:
        return {"output": output_of(client, operation, step["input"], step.get("pageSize"))}
    except ClientError as error:
        known = error.response["Error"]
        metadata = error.response["ResponseMetadata"]
        members = {name: value for name, value in error.response.items() if name not in ("Error", "ResponseMetadata")}
        has_class = known["Code"] in dir(client.exceptions)
        is_class = type(error) is getattr(client.exceptions, known["Code"]) if has_class else None
        return {
            "refused": {
                "name": known["Code"],
                "message": known["Message"],
                "members": members,
                "isClass": is_class,
                "status": metadata["HTTPStatusCode"],
            }
        }


def output_of(client, operation, given, page_size):
    method = xform_name(operation)
    if page_size is None:
        return without_metadata(getattr(client, method)(**given))
    if client.can_paginate(method):
        pages = client.get_paginator(method).paginate(**given, PaginationConfig={"PageSize": page_size})
        return pages.build_full_result()
    whole, token = None, {}
    while token is not None:
        page = without_metadata(getattr(client, method)(**given, MaxResults=page_size, **token))
        token = {"NextToken": page.pop("NextToken")} if page.get("NextToken") else None
        whole = page if whole is None else joined(whole, page)
    return whole


def without_metadata(response):
    return {name: value for name, value in response.items() if name != "ResponseMetadata"}


def joined(whole, page):
    return {name: whole[name] + value if isinstance(value, list) else value for name, value in page.items()}


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no part of an answer")


if __name__ == "__main__":
    main()
