//! Services that are brought along at run time: a model, and what can be told from it alone.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use crate::misuse::Misuse;
use crate::model::{Model, Refused};
use crate::wire::Protocol;

use super::{Clients, SERVICES, Service, Target, aws_errors, aws_signing};

/// What a model brought.
pub struct Brought {
    /// The service's id.
    pub service: String,
    /// The operations that can be used, by their ids.
    pub operations: Vec<String>,
    /// What the engine cannot express.
    pub refused: Vec<Refused>,
}

/// A service that was brought along, with its model.
type Entry = (Rc<Service>, Rc<Model>);

thread_local! {
    static LOADED: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// Those that were brought along.
pub(super) fn all() -> Vec<Entry> {
    LOADED.with(|loaded| loaded.borrow().clone())
}

/// The service with an id.
pub(super) fn service(id: &str) -> Option<Entry> {
    LOADED.with(|loaded| loaded.borrow().iter().find(|(service, _)| *service.id == *id).cloned())
}

/// Loads a Smithy JSON AST. A service that was loaded before is replaced; to one that is built in, the operations are
/// added that it lacks, since the others have rules.
pub fn load(json: &str) -> Result<Brought, Misuse> {
    let loaded = Model::load_any(json).map_err(|error| Misuse::argument(error.to_string()))?;
    let (model, refused) = (loaded.model, loaded.refused);
    let protocol = protocol_of(&model)?;
    let service = Rc::new(service_of(&model, protocol));
    let own = SERVICES.iter().find(|known| known.id == service.id).map(|known| known.loaded());
    let is_new = |name: &str| own.as_ref().is_none_or(|own| !own.operations.contains_key(name));
    let operations =
        model.operations.keys().filter(|name| is_new(name)).map(|name| format!("{}:{name}", service.id)).collect();
    let brought = Brought { service: service.id.to_string(), operations, refused };
    LOADED.with(|loaded| {
        let mut loaded = loaded.borrow_mut();
        loaded.retain(|(known, _)| known.id != service.id);
        loaded.push((service, Rc::new(model)));
    });
    Ok(brought)
}

/// An operation of a service that was brought along.
pub(super) fn target((service, model): &Entry, name: &str) -> Option<Target> {
    let (name, _) = model.operations.get_key_value(name)?;
    Some(Target { service: super::Served::Loaded(service.clone()), model: model.clone(), name: name.clone() })
}

const PROTOCOLS: [(&str, Protocol); 3] = [
    ("aws.protocols#awsJson1_1", Protocol::AwsJson1_1),
    ("aws.protocols#awsJson1_0", Protocol::AwsJson1_0),
    ("aws.protocols#restJson1", Protocol::RestJson1),
];

fn protocol_of(model: &Model) -> Result<Protocol, Misuse> {
    let found = PROTOCOLS.iter().find(|(name, _)| model.service_traits.contains_key(*name));
    found.map(|(_, protocol)| *protocol).ok_or_else(|| {
        let mut others = model.service_traits.keys().filter_map(|name| name.strip_prefix("aws.protocols#"));
        let speaks = others.next().unwrap_or("none that the model names");
        Misuse::argument(format!(
            "the protocol of `{}` is {speaks}; models of awsJson1_0, awsJson1_1 and restJson1 can be loaded",
            model.service_name
        ))
    })
}

fn service_of(model: &Model, protocol: Protocol) -> Service {
    let about = model.service_traits.get("aws.api#service");
    let text = |name: &str| about.and_then(|about| about.get(name)?.as_str());
    let name = text("sdkId").unwrap_or(&model.service_name);
    let id = name.to_ascii_lowercase().replace(' ', "-");
    let signing = model.service_traits.get("aws.auth#sigv4").and_then(|sigv4| sigv4.get("name")?.as_str());
    let host = text("endpointPrefix").or(signing).unwrap_or(&id);
    let title = model.service_traits.get("smithy.api#title").and_then(Value::as_str).unwrap_or(name);
    let class: String = name.split(' ').collect();
    Service {
        title: Cow::Owned(title.into()),
        model: "",
        samples: "",
        protocol: Some(protocol),
        endpoint: Cow::Owned(format!("https://{host}.{{region}}.amazonaws.com")),
        own_endpoints: &[],
        region: "us-east-1",
        authentication: Some(&aws_signing::AUTHENTICATION),
        own_model: None,
        unknown_member: None,
        meant: &[],
        operations: &[],
        emulation: None,
        errors: &aws_errors::BOOK,
        clients: Clients {
            // How the command line calls a service is not in its model.
            command: None,
            package: Cow::Owned(format!("@aws-sdk/client-{id}")),
            class: Cow::Owned(format!("{class}Client")),
            signing: Cow::Owned(signing.unwrap_or(host).into()),
            own_form: true,
            python: None,
        },
        id: Cow::Owned(id),
    }
}
