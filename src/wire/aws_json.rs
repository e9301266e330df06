//! The awsJson 1.1 protocol: <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>.

use std::collections::BTreeMap;

use crate::text::string::push_quoted;

use super::{Request, Response};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
const TARGET: &str = "X-Amz-Target";

/// The request of an operation, not signed.
pub fn request(service_name: &str, operation: &str, endpoint: &str, body: String) -> Request {
    let headers = headers([("Content-Type", CONTENT_TYPE), (TARGET, &format!("{service_name}.{operation}"))]);
    Request {
        method: "POST".into(),
        url: format!("{}/", endpoint.trim_end_matches('/')),
        headers,
        body: body.into_bytes(),
    }
}

/// The service name and operation that a request is for, if it speaks this protocol.
pub fn target(request: &Request) -> Option<(&str, &str)> {
    request.header(TARGET)?.rsplit_once('.')
}

/// The access key that signed a request with Signature Version 4.
pub fn access_key(request: &Request) -> Option<&str> {
    let credential = request.header("Authorization")?.split_once("Credential=")?.1;
    credential.split(['/', ',', ' ']).next().filter(|key| !key.is_empty())
}

/// An answer that went well.
pub fn success(request_id: &str, body: String) -> Response {
    response(200, request_id, body)
}

/// An exception: its name in `__type`, and its members.
pub fn error(status: u16, request_id: &str, name: &str, members: &[(&str, &str)]) -> Response {
    let mut body = String::from("{\"__type\":");
    push_quoted(&mut body, name);
    for (member, value) in members {
        body.push(',');
        push_quoted(&mut body, member);
        body.push(':');
        push_quoted(&mut body, value);
    }
    body.push('}');
    response(status, request_id, body)
}

fn response(status: u16, request_id: &str, body: String) -> Response {
    Response { status, headers: headers([("content-type", CONTENT_TYPE), ("x-amzn-requestid", request_id)]), body }
}

fn headers(list: [(&str, &str); 2]) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::new();
    for (name, value) in list {
        headers.insert(name.into(), value.into());
    }
    headers
}
