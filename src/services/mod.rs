//! The services, each named once. A service is data, rules and emulated operations; the engines read them
//! through the types here.

pub mod aws_errors;
pub mod aws_signing;
mod files;
pub mod huawei_config;
pub mod huawei_function;
pub mod loaded;
mod reading;
pub mod ssm;
pub mod ssm_agent;
pub mod ssm_document;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use crate::check::Format;
use crate::convert::Conversion;
use crate::emulator::{Emulate, Exception, Hosting};
use crate::explain::ErrorBook;
use crate::hash::Hasher;
use crate::misuse::Misuse;
use crate::model::tape::Value;
use crate::model::walk::Meant;
use crate::model::{Model, Operation};
use crate::report::wording::Wording;
use crate::report::{Basis, Finding, Rule, RuleText, TextRule};
use crate::text::nearest::nearest;
use crate::wire::address::{host_of, region_of};
use crate::wire::answers::Answers;
use crate::wire::recognise::{Recognised, recognise};
use crate::wire::signing::Scheme;
use crate::wire::{Protocol, Request};

/// The services that are built in.
pub static SERVICES: &[&Service] =
    &[&ssm::SERVICE, &ssm_agent::SERVICE, &ssm_document::SERVICE, &huawei_config::SERVICE, &huawei_function::SERVICE];

/// A service: what is known of it beside its model.
pub struct Service {
    /// The short name in front of an operation's.
    pub id: Cow<'static, str>,
    /// What people call it.
    pub title: Cow<'static, str>,
    /// Its model, a Smithy 2.0 JSON AST; empty where it was brought along, and is loaded already.
    pub model: &'static str,
    /// Realistic values for samples, a JSON object of hints; empty where there are none.
    pub samples: &'static str,
    /// The wire; none where its documents are files, which nobody sends.
    pub protocol: Option<Protocol>,
    /// Where requests go; `{region}` stands for the region.
    pub endpoint: Cow<'static, str>,
    /// Endpoints of regions that have another.
    pub own_endpoints: &'static [(&'static str, &'static str)],
    /// The region where none is given.
    pub region: &'static str,
    /// How it knows who asks; none where nobody sends its documents.
    pub authentication: Option<&'static Authentication>,
    /// Why its model matters and how it is known, where it is not the one that the vendor publishes.
    pub own_model: Option<OwnModel>,
    /// The rule on unknown members, where the service is documented to treat them in its own way.
    pub unknown_member: Option<&'static RuleText>,
    /// Words that other documents have for those of its model.
    pub meant: &'static [Meant],
    /// What is known of operations beside their shapes.
    pub operations: &'static [Facts],
    /// How it is emulated, if it is.
    pub emulation: Option<&'static Emulation>,
    /// What its exceptions and answers mean.
    pub errors: &'static ErrorBook,
    /// How clients name it.
    pub clients: Clients,
}

/// What is said of a model that we wrote ourselves.
pub struct OwnModel {
    /// What happens to what breaks it.
    pub why: &'static str,
    /// How it is known.
    pub basis: Basis,
    /// Whether its documents may be written in YAML.
    pub yaml: bool,
    /// What a request is answered with that carries a document with this error; none where no request carries one.
    pub exception: Option<fn(&Finding) -> &'static str>,
}

/// A text within a request that is a document of its own.
pub struct Embedded<'t> {
    /// The text.
    pub value: Value<'t>,
    /// The operation whose input it is.
    pub operation: &'static str,
    /// How it is written.
    pub format: Format,
}

/// How a service is emulated.
pub struct Emulation {
    /// What it stores.
    pub hosting: &'static Hosting,
    /// The words of its validation errors, where it names in them what a request breaks.
    pub wording: Option<&'static Wording>,
    /// The names in its answers.
    pub answers: &'static Answers,
    /// The names of its exceptions for requests that reach no operation.
    pub refusals: &'static Refusals,
    /// Exceptions that every operation may answer with and the model does not have.
    pub common: &'static [CommonError],
}

/// What a service calls requests that reach no operation.
pub struct Refusals {
    /// The model has no such operation.
    pub unknown_operation: &'static str,
    /// The body cannot be read.
    pub unreadable: &'static str,
    /// The input breaks constraints of the model.
    pub invalid: &'static str,
    /// The body is larger than what is read.
    pub too_large: &'static str,
    /// What is answered to input with these faults, in order of place, where the service has words for each fault; what
    /// it has none for is refused as above.
    pub own: Option<OwnRefusal>,
}

/// What a service answers to an operation's input with faults.
pub type OwnRefusal = fn(&str, &[&Finding]) -> Option<Exception>;

/// An exception outside of the model.
pub struct CommonError {
    /// Its name.
    pub name: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// What it says; empty where that is not known.
    pub message: &'static str,
    /// How we know.
    pub basis: Basis,
}

/// How a service knows who asks, and what it answers where it does not.
pub struct Authentication {
    /// The ways, the usual one first.
    pub schemes: &'static [Scheme],
    /// A request says nothing of its sender; none where such a request is taken.
    pub missing: Option<Denial>,
    /// A signature is not whole.
    pub incomplete: Denial,
    /// An access key or a token is not known.
    pub unknown: Denial,
    /// A signature is that of another request.
    pub mismatch: Denial,
    /// A signature is made for something else, which is told as a mismatch; none where signatures do not say what for.
    pub scope: Option<ScopeWords>,
    /// A signature is too old: `{given}`, `{now}` and `{bound}`.
    pub expired: Denial,
    /// The time of a signature has not come: the same.
    pub early: Denial,
}

/// An answer to a request whose sender is not believed.
pub struct Denial {
    /// The exception.
    pub name: &'static str,
    /// What it says; `{detail}` stands for what is wrong, in sentences.
    pub message: &'static str,
}

/// What is said of a signature that is made for something else: `{given}` and `{wanted}`.
pub struct ScopeWords {
    /// Another day than that of its time.
    pub day: &'static str,
    /// Another region.
    pub region: &'static str,
    /// Another service.
    pub service: &'static str,
    /// Other words at the end.
    pub end: &'static str,
}

/// How clients name a service.
pub struct Clients {
    /// The word after `aws`, and the name of the boto3 client, where they are known.
    pub command: Option<&'static str>,
    /// The npm package of the JavaScript SDK.
    pub package: Cow<'static, str>,
    /// The client class in it.
    pub class: Cow<'static, str>,
    /// The name in signatures.
    pub signing: Cow<'static, str>,
    /// Whether its documents have a form that is the clients' own (`Form::Client`). Where they have not, what stands in a
    /// document is what is sent, `null` included.
    pub own_form: bool,
    /// The vendor's SDK for Python, where it is made of classes.
    pub python: Option<&'static PythonSdk>,
}

/// An SDK for Python with a class for each structure, named as the model names it. A request is an object of the class
/// `…Request`; what goes into the body is one object within it.
pub struct PythonSdk {
    /// The package that has the client and the classes.
    pub package: &'static str,
    /// The statement that brings the class of credentials, and its name.
    pub credentials: (&'static str, &'static str),
    /// The environment variables with the access key, the secret key and the account.
    pub variables: [&'static str; 3],
    /// The label that the credentials give.
    pub account: &'static str,
    /// The classes of bodies, by operation.
    pub bodies: &'static [(&'static str, &'static str)],
}

/// A service, built in or brought along.
#[derive(Clone)]
pub enum Served {
    /// It is built in.
    Known(&'static Service),
    /// It was brought along.
    Loaded(Rc<Service>),
}

impl Deref for Served {
    type Target = Service;

    fn deref(&self) -> &Service {
        match self {
            Served::Known(service) => service,
            Served::Loaded(service) => service,
        }
    }
}

/// What is known of an operation beside its shapes.
pub struct Facts {
    /// Its name.
    pub name: &'static str,
    /// The rules on its request.
    pub rules: &'static [Rule],
    /// The rules on the text of its document, where it stands alone.
    pub text_rules: &'static [TextRule],
    /// How content hashes are made, where it carries any.
    pub hashes: Option<Hasher>,
    /// Its emulation.
    pub emulate: Option<Emulate>,
    /// Whether it only reads.
    pub readonly: bool,
    /// What its documents can be made into.
    pub conversions: &'static [Conversion],
    /// The document that its request carries as a text.
    pub embeds: Option<Embeds>,
}

/// Finds the document that a request carries as a text.
pub type Embeds = for<'t> fn(Value<'t>) -> Option<Embedded<'t>>;

impl Emulation {
    /// What is known of an exception outside of the model.
    pub fn common(&self, name: &str) -> Option<&'static CommonError> {
        let common: &'static [CommonError] = self.common;
        common.iter().find(|error| error.name == name)
    }
}

impl Facts {
    /// An operation that changes things, with the rules on its request.
    pub const fn of(name: &'static str, rules: &'static [Rule]) -> Facts {
        Facts {
            name,
            rules,
            text_rules: &[],
            hashes: None,
            emulate: None,
            readonly: false,
            conversions: &[],
            embeds: None,
        }
    }

    /// Its documents are looked at as texts, too.
    pub const fn on_text(self, text_rules: &'static [TextRule]) -> Facts {
        Facts { text_rules, ..self }
    }

    /// It carries content hashes.
    pub const fn hashed(self, hashes: Hasher) -> Facts {
        Facts { hashes: Some(hashes), ..self }
    }

    /// It is emulated.
    pub const fn emulated(self, emulate: Emulate) -> Facts {
        Facts { emulate: Some(emulate), ..self }
    }

    /// Its documents can be made into others.
    pub const fn converted(self, conversions: &'static [Conversion]) -> Facts {
        Facts { conversions, ..self }
    }

    /// Its request carries a document as a text.
    pub const fn embedding(self, embeds: Embeds) -> Facts {
        Facts { embeds: Some(embeds), ..self }
    }

    /// It only reads.
    pub const fn readonly(self) -> Facts {
        Facts { readonly: true, ..self }
    }

    /// What is said of each of its rules.
    pub fn rule_texts(&self) -> impl Iterator<Item = &RuleText> {
        self.rules.iter().map(|rule| &rule.text).chain(self.text_rules.iter().map(|rule| &rule.text))
    }
}

/// An operation that was asked for.
pub struct Target {
    /// Its service.
    pub service: Served,
    /// The service's model.
    pub model: Rc<Model>,
    /// The operation's name.
    pub name: Box<str>,
}

impl Target {
    /// `service:Name`.
    pub fn id(&self) -> String {
        format!("{}:{}", self.service.id, self.name)
    }

    /// Its shapes.
    #[expect(clippy::indexing_slicing, reason = "a target is only made of an operation of its model")]
    pub fn operation(&self) -> &Operation {
        &self.model.operations[&self.name]
    }

    /// What is known of it beside its shapes.
    pub fn facts(&self) -> Option<&'static Facts> {
        let operations: &'static [Facts] = self.service.operations;
        operations.iter().find(|facts| *facts.name == *self.name)
    }

    /// What its documents can be made into.
    pub fn conversions(&self) -> &'static [Conversion] {
        self.facts().map_or(&[], |facts| facts.conversions)
    }

    /// Whether its documents are files, which nobody sends.
    pub fn is_file(&self) -> bool {
        self.service.protocol.is_none()
    }

    /// The rules on its request.
    pub fn rules(&self) -> &'static [Rule] {
        self.facts().map_or(&[], |facts| facts.rules)
    }

    /// The rules on the text of its document, where it stands alone.
    pub fn text_rules(&self) -> &'static [TextRule] {
        self.facts().map_or(&[], |facts| facts.text_rules)
    }

    /// What is said of each of its rules.
    pub fn rule_texts(&self) -> impl Iterator<Item = &'static RuleText> + use<> {
        self.facts().into_iter().flat_map(Facts::rule_texts)
    }
}

/// The operation with an id, `service:Name`.
pub fn target(id: &str) -> Result<Target, Misuse> {
    let found = id.split_once(':').and_then(|(service, name)| {
        let known = SERVICES.iter().find(|s| s.id == service).and_then(|service| operation_of(service, name));
        known.or_else(|| loaded::target(&loaded::service(service)?, name))
    });
    found.ok_or_else(|| {
        let all: Vec<String> = all().map(|target| target.id()).collect();
        let bare =
            all.iter().filter(|known| known.split_once(':').is_some_and(|(_, name)| name.eq_ignore_ascii_case(id)));
        let near = bare
            .map(String::as_str)
            .next()
            .or_else(|| nearest(id, all.iter().map(String::as_str)).map(|(name, _)| name));
        Misuse::UnknownOperation { given: id.chars().take(100).collect(), nearest: near.map(Into::into) }
    })
}

/// The service that a request is for, if one here knows it: one that is built in goes before one that was brought along,
/// and an operation before what is no operation of the service.
pub fn recognised(request: &Request) -> Option<Served> {
    let known = SERVICES.iter().map(|&service| (Served::Known(service), service.loaded()));
    let brought = loaded::all().into_iter().map(|(service, model)| (Served::Loaded(service), model));
    let mut nearly = None;
    for (service, model) in known.chain(brought) {
        let Some(protocol) = service.protocol else { continue };
        match recognise(protocol, &model, request) {
            Recognised::Operation { .. } => return Some(service),
            Recognised::Unknown(_) => nearly = nearly.or(Some(service)),
            Recognised::Foreign => {}
        }
    }
    nearly
}

/// The operation of a model that was brought along that a request is for.
pub fn brought(request: &Request) -> Option<Target> {
    loaded::all().iter().find_map(|entry| match recognise(entry.0.protocol?, &entry.1, request) {
        Recognised::Operation { name, .. } => loaded::target(entry, &name),
        _ => None,
    })
}

/// The operation whose input is the content of a document of a type; where no type is named the content shows it.
pub fn operation_of_document(kind: Option<&str>, text: &str, format: Format) -> Result<&'static str, Misuse> {
    ssm_document::operation_of(kind, text, format)
}

/// An operation of a service, by its name.
pub fn operation_of(service: &'static Service, name: &str) -> Option<Target> {
    let model = service.loaded();
    let (name, _) = model.operations.get_key_value(name)?;
    let name = name.clone();
    Some(Target { service: Served::Known(service), model, name })
}

/// Every operation of every service, those that are built in first.
pub fn all() -> impl Iterator<Item = Target> {
    let known = SERVICES.iter().map(|&service| (Served::Known(service), service.loaded()));
    let brought = loaded::all().into_iter().map(|(service, model)| (Served::Loaded(service), model));
    known.chain(brought).flat_map(|(service, model)| {
        let is_shown = |name: &str| match &service {
            Served::Known(_) => true,
            // What is built in goes before what was brought along.
            Served::Loaded(own) => {
                let built_in = SERVICES.iter().find(|known| known.id == own.id);
                built_in.is_none_or(|known| !known.loaded().operations.contains_key(name))
            }
        };
        let names: Vec<Box<str>> = model.operations.keys().filter(|name| is_shown(name)).cloned().collect();
        let (service, model) = (service.clone(), model.clone());
        names.into_iter().map(move |name| Target { service: service.clone(), model: model.clone(), name })
    })
}

impl Service {
    /// The region in an address, where its host is the service's.
    pub fn region_of(&self, url: &str) -> Option<String> {
        let host = host_of(url)?;
        let own = self.own_endpoints.iter().find(|(_, endpoint)| host_of(endpoint).as_ref() == Some(&host));
        own.map(|(region, _)| region.to_string()).or_else(|| region_of(url, &self.endpoint))
    }

    /// The model, loaded once.
    pub fn loaded(&self) -> Rc<Model> {
        thread_local! {
            static LOADED: RefCell<Vec<(String, Rc<Model>)>> = const { RefCell::new(Vec::new()) };
        }
        let known =
            LOADED.with(|loaded| loaded.borrow().iter().find(|(id, _)| **id == *self.id).map(|(_, m)| m.clone()));
        known.unwrap_or_else(|| {
            #[expect(clippy::expect_used, reason = "the model is part of the program, and a test loads it")]
            let model = Rc::new(Model::load(self.model).expect("the service's own model loads"));
            LOADED.with(|loaded| loaded.borrow_mut().push((self.id.to_string(), model.clone())));
            model
        })
    }
}
