"""Signs the requests that stand on standard input, one JSON object a line, with the official signers, and answers each
with the headers that they add: AWS Signature Version 4 by botocore, SDK-HMAC-SHA256 by huaweicloudsdkcore."""

import datetime
import json
import sys
from urllib.parse import parse_qsl, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer


def by_botocore(request, given):
    now = datetime.datetime.fromisoformat(given["time"].replace("Z", "+00:00"))
    botocore.auth.get_current_datetime = lambda: now
    credentials = Credentials(given["accessKey"], given["secretKey"], given.get("securityToken"))
    signed = AWSRequest(request["method"], request["url"], request["headers"], request["body"].encode())
    botocore.auth.SigV4Auth(credentials, given["service"], given["region"]).add_auth(signed)
    return signed.headers


class Keys:
    def __init__(self, ak, sk):
        self.ak, self.sk = ak, sk


def by_huaweicloudsdkcore(request, given):
    url = urlsplit(request["url"])
    headers = dict(request["headers"])
    headers["X-Sdk-Date"] = given["time"].replace("-", "").replace(":", "")
    for name, option in (("X-Domain-Id", "domainId"), ("X-Security-Token", "securityToken")):
        if option in given:
            headers[name] = given[option]
    query = parse_qsl(url.query, keep_blank_values=True)
    body = request["body"].encode()
    signed = SdkRequest(
        method=request["method"], schema=url.scheme, host=url.netloc, resource_path=url.path, query_params=query,
        header_params=headers, body=body,
    )
    Signer(Keys(given["accessKey"], given["secretKey"])).sign(signed)
    return signed.header_params


SIGNERS = {"sigv4": by_botocore, "sdk-hmac-sha256": by_huaweicloudsdkcore}

for line in sys.stdin:
    asked = json.loads(line)
    headers = SIGNERS[asked["options"]["scheme"]](asked["request"], asked["options"])
    # The host is signed, and set by whoever sends.
    given = [*asked["request"]["headers"], "Host"]
    print(json.dumps({name: value for name, value in headers.items() if name not in given}))
