//! Which operation of a service a request is for. Each protocol has its own sign; who emulates need not know which.

use std::borrow::Cow;

use crate::model::Model;

use super::{Protocol, Request, aws_json, rest_json_request};

/// What a request is to a service.
#[derive(Debug, PartialEq, Eq)]
pub enum Recognised<'r> {
    /// Nothing: it is for another service, or for none.
    Foreign,
    /// It is for this service, but for nothing that its model has; why, in a clause.
    Unknown(String),
    /// It is for an operation.
    Operation {
        /// The operation's name.
        name: Box<str>,
        /// The input, as the walker reads it.
        document: Cow<'r, [u8]>,
    },
}

/// What a request is to a service of this model that speaks this protocol.
pub fn recognise<'r>(protocol: Protocol, model: &Model, request: &'r Request) -> Recognised<'r> {
    match protocol {
        Protocol::AwsJson1_0 => aws_json::recognise(aws_json::CONTENT_TYPE_1_0, model, request),
        Protocol::AwsJson1_1 => aws_json::recognise(aws_json::CONTENT_TYPE, model, request),
        Protocol::RestJson1 => rest_json_request::recognise(model, request),
    }
}
