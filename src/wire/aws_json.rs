//! The awsJson protocols: <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>. The two differ in their
//! content type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::Model;
use crate::text::string::shortened;

use super::Request;
use super::answers::Answers;
use super::recognise::Recognised;

/// The content type of version 1.0.
pub const CONTENT_TYPE_1_0: &str = "application/x-amz-json-1.0";
/// The content type of version 1.1.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
const TARGET: &str = "X-Amz-Target";

/// The exception for what nobody knows.
pub const UNKNOWN: &str = "UnknownOperationException";

/// How services of version 1.1 answer.
pub const ANSWERS: Answers = Answers {
    content_type: CONTENT_TYPE,
    request_id: "x-amzn-requestid",
    name: "__type",
    message: "message",
    gateway: None,
};

/// The request of an operation, not signed.
pub fn request(content_type: &str, service_name: &str, operation: &str, endpoint: &str, body: String) -> Request {
    let headers = headers([("Content-Type", content_type), (TARGET, &format!("{service_name}.{operation}"))]);
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

/// What a request is to a service. The header decides: the path is not looked at, so that an emulator can answer below
/// one. A content type that is not the protocol's is not understood, as was seen with the other version's
/// (issue rusoto/rusoto 215); an absent one is passed over, an assumption.
pub fn recognise<'r>(content_type: &str, model: &Model, request: &'r Request) -> Recognised<'r> {
    let Some((_, name)) = target(request).filter(|(service, _)| **service == *model.service_name) else {
        return Recognised::Foreign;
    };
    if !request.method.eq_ignore_ascii_case("POST") {
        return Recognised::Unknown(format!(
            "operations are called with POST, not with {}",
            shortened(&request.method)
        ));
    }
    let given = request.header("Content-Type").map(|given| given.split(';').next().unwrap_or_default().trim());
    if let Some(given) = given.filter(|given| !given.eq_ignore_ascii_case(content_type)) {
        return Recognised::Unknown(format!("the content type has to be {content_type}, not {}", shortened(given)));
    }
    let Some((name, _)) = model.operations.get_key_value(name) else {
        return Recognised::Unknown(format!("there is no operation {}", shortened(name)));
    };
    // Clients send nothing at all for an empty object.
    let body: &[u8] = if request.body.is_empty() { b"{}" } else { &request.body };
    Recognised::Operation { name: name.clone(), document: Cow::Borrowed(body) }
}

fn headers(list: [(&str, &str); 2]) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::new();
    for (name, value) in list {
        headers.insert(name.into(), value.into());
    }
    headers
}
