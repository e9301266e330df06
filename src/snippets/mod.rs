//! The same request as a program for another client, to paste and run. A program sends the values that `build`
//! writes; where its client cannot, a comment at the top says so, one for each value.
//!
//! Nothing here knows a service: names come from its data and its model.

mod aws_cli;
mod boto3;
mod botocore;
mod curl;
mod filled;
mod javascript;
pub mod names;
mod notes;
mod plain;
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
}

impl Client {
    /// The name in an option.
    pub fn as_str(self) -> &'static str {
        match self {
            Client::AwsCli => "aws-cli",
            Client::Boto3 => "boto3",
            Client::JavaScript => "javascript",
            Client::Curl => "curl",
        }
    }

    /// The client with a name.
    pub fn of(name: &str) -> Option<Client> {
        AWS.iter().copied().find(|client| client.as_str() == name)
    }
}

const AWS: &[Client] = &[Client::AwsCli, Client::Boto3, Client::JavaScript, Client::Curl];

/// The clients that speak to a service.
pub fn clients_of(service: &Service) -> &'static [Client] {
    match service.protocol {
        Protocol::AwsJson1_1 => AWS,
    }
}

/// A request as a program for a client. A text that is no JSON object is refused, as `build` does.
pub fn snippet(operation: &str, bytes: &[u8], client: Client, options: &BuildOptions) -> Result<String, Misuse> {
    let target = target(operation)?;
    let request = build(operation, bytes, options)?;
    let region = options.region.as_deref().unwrap_or(target.service.region);
    let call = Call { target: &target, request: &request, region, endpoint: options.endpoint.as_deref() };
    let write: fn(&Call<'_>, Value<'_>) -> String = match client {
        Client::AwsCli => aws_cli::program,
        Client::Boto3 => boto3::program,
        Client::JavaScript => javascript::program,
        Client::Curl => return Ok(curl::program(&call)),
    };
    // The body is read back rather than the text: there `null` is absent, the last of two equal keys has won,
    // and every time is a number.
    // One finding is kept, so that those further on are not even written.
    let mut findings = Findings::new(1);
    let (_, program) = walked(&target, &request.body, Form::Wire, &mut findings, |body, _| write(&call, body));
    Ok(program)
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
