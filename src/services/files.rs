//! A service of files: documents that something reads where they lie. Nobody sends them, and nothing answers.

use std::borrow::Cow;

use crate::explain::ErrorBook;
use crate::report::RuleText;

use super::{Clients, Facts, OwnModel, Service};

/// Nothing answers, and so with no error.
static NO_ERRORS: ErrorBook = ErrorBook::of(&[], &[]);

/// What is known of such a service.
pub struct Files {
    /// The short name in front of an operation's.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Its model, which is ours.
    pub model: &'static str,
    /// Realistic values for samples.
    pub samples: &'static str,
    /// Why the model matters and how it is known.
    pub own_model: OwnModel,
    /// The rule on unknown members.
    pub unknown_member: &'static RuleText,
    /// What is known of the documents beside their shapes.
    pub operations: &'static [Facts],
    /// Whether a document may be in the form of clients.
    pub own_form: bool,
}

impl Files {
    /// The service.
    pub const fn service(self) -> Service {
        Service {
            id: Cow::Borrowed(self.id),
            title: Cow::Borrowed(self.title),
            model: self.model,
            samples: self.samples,
            protocol: None,
            endpoint: Cow::Borrowed(""),
            own_endpoints: &[],
            region: "",
            authentication: None,
            own_model: Some(self.own_model),
            unknown_member: Some(self.unknown_member),
            meant: &[],
            operations: self.operations,
            emulation: None,
            errors: &NO_ERRORS,
            clients: Clients {
                command: None,
                package: Cow::Borrowed(""),
                class: Cow::Borrowed(""),
                signing: Cow::Borrowed(""),
                own_form: self.own_form,
                python: None,
            },
        }
    }
}
