//! Requests and responses as they go over the wire, both ways. A protocol is a file; which one a service
//! speaks is the service's data.

pub mod address;
pub mod answers;
pub mod aws_json;
pub mod compact;
pub mod recognise;
pub mod rest_json;
pub mod rest_json_request;
pub mod signing;

use std::collections::BTreeMap;

/// How a service speaks over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// AWS JSON 1.0: a POST to `/` with the operation in a header.
    AwsJson1_0,
    /// AWS JSON 1.1: the same with another content type.
    AwsJson1_1,
    /// REST with JSON: members go into the path, the query, headers and the body.
    RestJson1,
}

/// Headers that hold credentials: nothing that is kept or shown has them.
pub const SECRET_HEADERS: [&str; 6] =
    ["authorization", "cookie", "proxy-authorization", "x-amz-security-token", "x-auth-token", "x-security-token"];

/// An HTTP request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// In capitals.
    pub method: String,
    /// Absolute, or a path.
    pub url: String,
    /// Names in any case.
    pub headers: BTreeMap<String, String>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Request {
    /// A header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
    /// How long whoever passes it on waits first, in milliseconds.
    pub delay: u64,
}
