//! The services, each named once. A service is data, rules and emulated operations; the engines read them
//! through the types here.

pub mod ssm;

use std::cell::RefCell;
use std::rc::Rc;

use crate::emulator::Hosting;
use crate::hash::Hasher;
use crate::misuse::Misuse;
use crate::model::{Model, Operation};
use crate::report::wording::Wording;
use crate::report::{Rule, RuleText};
use crate::text::nearest::nearest;
use crate::wire::Protocol;

/// All services.
pub const SERVICES: &[&Service] = &[&ssm::SERVICE];

/// A service: what is known of it beside its model.
pub struct Service {
    /// The short name in front of an operation's.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Its model, a Smithy 2.0 JSON AST.
    pub model: &'static str,
    /// The wire.
    pub protocol: Protocol,
    /// Where requests go; `{region}` stands for the region.
    pub endpoint: &'static str,
    /// The region where none is given.
    pub region: &'static str,
    /// The rule on unknown members, where the service is documented to treat them in its own way.
    pub unknown_member: Option<&'static RuleText>,
    /// The words of its validation errors.
    pub wording: &'static Wording,
    /// What is known of operations beside their shapes.
    pub operations: &'static [Facts],
    /// How it is emulated.
    pub hosting: &'static Hosting,
    /// How clients name it.
    pub clients: &'static Clients,
}

/// How clients name a service.
pub struct Clients {
    /// The word after `aws`, and the name of the boto3 client.
    pub command: &'static str,
    /// The npm package of the JavaScript SDK.
    pub package: &'static str,
    /// The client class in it.
    pub class: &'static str,
}

/// What is known of an operation beside its shapes.
pub struct Facts {
    /// Its name.
    pub name: &'static str,
    /// The rules on its request.
    pub rules: &'static [Rule],
    /// How content hashes are made, where it carries any.
    pub hashes: Option<Hasher>,
    /// Its emulation.
    pub emulate: Option<crate::emulator::Emulate>,
    /// Whether it only reads.
    pub readonly: bool,
}

/// An operation that was asked for.
pub struct Target {
    /// Its service.
    pub service: &'static Service,
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
        self.service.operations.iter().find(|facts| *facts.name == *self.name)
    }

    /// The rules on its request.
    pub fn rules(&self) -> &'static [Rule] {
        self.facts().map_or(&[], |facts| facts.rules)
    }
}

/// The operation with an id, `service:Name`.
pub fn target(id: &str) -> Result<Target, Misuse> {
    let found = id.split_once(':').and_then(|(service, name)| {
        let service = SERVICES.iter().find(|s| s.id == service)?;
        operation_of(service, name)
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

/// An operation of a service, by its name.
pub fn operation_of(service: &'static Service, name: &str) -> Option<Target> {
    let model = service.loaded();
    let (name, _) = model.operations.get_key_value(name)?;
    let name = name.clone();
    Some(Target { service, model, name })
}

/// Every operation of every service.
pub fn all() -> impl Iterator<Item = Target> {
    SERVICES.iter().flat_map(|service| {
        let model = service.loaded();
        let names: Vec<Box<str>> = model.operations.keys().cloned().collect();
        names.into_iter().map(move |name| Target { service, model: model.clone(), name })
    })
}

impl Service {
    /// The model, loaded once.
    pub fn loaded(&self) -> Rc<Model> {
        thread_local! {
            static LOADED: RefCell<Vec<(&'static str, Rc<Model>)>> = const { RefCell::new(Vec::new()) };
        }
        let known = LOADED.with(|loaded| loaded.borrow().iter().find(|(id, _)| *id == self.id).map(|(_, m)| m.clone()));
        known.unwrap_or_else(|| {
            #[expect(clippy::expect_used, reason = "the model is part of the program, and a test loads it")]
            let model = Rc::new(Model::load(self.model).expect("the service's own model loads"));
            LOADED.with(|loaded| loaded.borrow_mut().push((self.id, model.clone())));
            model
        })
    }
}
