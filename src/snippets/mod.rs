//! The same request as a program for another client, to paste and run. A program sends the values that `build`
//! writes; where its client cannot, a comment at the top says so, one for each value.
//!
//! Nothing here knows a service: names come from its data and its model.

mod aws_cli;
mod boto3;
mod botocore;
mod curl;
mod filled;
mod huawei_python;
mod javascript;
pub mod names;
mod notes;
mod plain;
mod python;
mod shell;
#[cfg(test)]
mod tests;
mod time;
mod tree;

use crate::build::{BuildOptions, build};
use crate::check::walked;
use crate::misuse::Misuse;
use crate::model::tape::Value;
use crate::model::walk::Form;
use crate::report::Findings;
use crate::services::{Service, Target, target};
use crate::wire::recognise::{Recognised, recognise};
use crate::wire::{Protocol, Request};

/// A client that snippets are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// The AWS command line.
    AwsCli,
    /// The AWS SDK for Python.
    Boto3,
    /// The AWS SDK for JavaScript, version 3.
    JavaScript,
    /// curl, which signs by itself.
    Curl,
    /// Huawei Cloud's SDK for Python.
    HuaweiPython,
    /// Python with the package `requests`.
    Python,
}

impl Client {
    /// The name in an option.
    pub fn as_str(self) -> &'static str {
        match self {
            Client::AwsCli => "aws-cli",
            Client::Boto3 => "boto3",
            Client::JavaScript => "javascript",
            Client::Curl => "curl",
            Client::HuaweiPython => "huawei-python",
            Client::Python => "python",
        }
    }

    /// The client with a name.
    pub fn of(name: &str) -> Option<Client> {
        AWS.iter().chain(HUAWEI).copied().find(|client| client.as_str() == name)
    }
}

const AWS: &[Client] = &[Client::AwsCli, Client::Boto3, Client::JavaScript, Client::Curl];
const HUAWEI: &[Client] = &[Client::HuaweiPython, Client::Python, Client::Curl];

/// The clients that speak to a service.
pub fn clients_of(service: &Service) -> &'static [Client] {
    match (service.protocol, service.clients.command) {
        (Some(Protocol::AwsJson1_0 | Protocol::AwsJson1_1), Some(_)) => AWS,
        (Some(Protocol::AwsJson1_0 | Protocol::AwsJson1_1), None) => &[Client::JavaScript, Client::Curl],
        (Some(Protocol::RestJson1), _) if service.clients.python.is_some() => HUAWEI,
        (Some(Protocol::RestJson1), _) => &[Client::Curl],
        (None, _) => &[],
    }
}

/// A request as a program for a client. A text that is no JSON object is refused, as `build` does.
pub fn snippet(operation: &str, bytes: &[u8], client: Client, options: &BuildOptions) -> Result<String, Misuse> {
    let target = target(operation)?;
    let request = build(operation, bytes, options)?;
    if !clients_of(&target.service).contains(&client) {
        return Err(Misuse::argument(format!("there is no snippet of `{operation}` for `{}`", client.as_str())));
    }
    let region = options.region.as_deref().unwrap_or(target.service.region);
    let call = Call { target: &target, request: &request, region, endpoint: options.endpoint.as_deref() };
    let write: fn(&Call<'_>, Value<'_>) -> String = match client {
        Client::AwsCli => aws_cli::program,
        Client::Boto3 => boto3::program,
        Client::JavaScript => javascript::program,
        Client::HuaweiPython => huawei_python::program,
        Client::Curl => return Ok(curl::program(&call)),
        Client::Python => return Ok(python::program(&call)),
    };
    // The request is read back rather than the text: there `null` is absent, the last of two equal keys has won,
    // and every time is a number.
    let recognised = target.service.protocol.map(|protocol| recognise(protocol, &target.model, &request));
    let Some(Recognised::Operation { document, .. }) = recognised else {
        return Err(Misuse::argument(format!("`{operation}` cannot be told by its request")));
    };
    // One finding is kept, so that those further on are not even written.
    let mut findings = Findings::new(1);
    let (_, program) = walked(&target, &document, Form::Wire, &mut findings, |body, _| write(&call, body));
    Ok(program)
}

impl Call<'_> {
    /// The scheme and host that the request goes to.
    fn url(&self) -> &str {
        let url = &self.request.url;
        let host = url.find("://").map_or(0, |at| at + 3);
        let end = url.get(host..).and_then(|rest| rest.find(['/', '?'])).map_or(url.len(), |at| host + at);
        url.get(..end).unwrap_or(url)
    }
}

/// What a program calls.
struct Call<'c> {
    target: &'c Target,
    /// The request over the wire.
    request: &'c Request,
    region: &'c str,
    /// Where to, if not to the service's own endpoint.
    endpoint: Option<&'c str>,
}
