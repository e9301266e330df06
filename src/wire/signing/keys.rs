//! Secrets, and the keys and tokens that requests are believed by. Whatever prints them prints no secret.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::text::order::gathered;

/// A text that is not shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret(String);

impl Secret {
    /// A text that is not to be shown.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text, to compute with.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What requests are believed by. What was not given is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Access keys.
    keys: Option<BTreeMap<String, Known>>,
    /// Tokens, and who each stands for.
    tokens: Option<BTreeMap<Secret, String>>,
}

/// What belongs to an access key.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub secret: Secret,
    /// The token of temporary keys.
    pub token: Option<Secret>,
}

impl Keys {
    /// The options that they are given with.
    pub const OPTIONS: [&str; 2] = ["keys", "tokens"];

    /// Takes over what an option gives; what it has to be, where it is something else.
    pub fn take(&mut self, option: &str, value: &Value) -> Result<(), &'static str> {
        let wanted = match option {
            "keys" => "a map from access keys to secret keys or to { secretKey, securityToken }",
            _ => "a map from tokens to principals",
        };
        let entries = value.as_object().ok_or(wanted)?.iter();
        match option {
            "keys" => {
                let known = entries.map(|(id, value)| Some((id.clone(), Known::of(value)?)));
                let known: Vec<(String, Known)> = known.collect::<Option<_>>().ok_or(wanted)?;
                self.keys = Some(gathered(known));
            }
            _ => {
                let known = entries.map(|(token, name)| Some((Secret::new(token), full(name)?.to_string())));
                let known: Vec<(Secret, String)> = known.collect::<Option<_>>().ok_or(wanted)?;
                self.tokens = Some(gathered(known));
            }
        }
        Ok(())
    }

    /// Whether signatures are verified.
    pub fn has_keys(&self) -> bool {
        self.keys.is_some()
    }

    /// Whether tokens are verified.
    pub fn has_tokens(&self) -> bool {
        self.tokens.is_some()
    }

    /// What belongs to an access key.
    pub(super) fn of_access_key(&self, id: &str) -> Option<&Known> {
        self.keys.as_ref()?.get(id)
    }

    /// Who a token stands for.
    pub fn holder_of(&self, token: &str) -> Option<&str> {
        Some(self.tokens.as_ref()?.get(&Secret::new(token))?)
    }
}

impl Known {
    fn of(value: &Value) -> Option<Known> {
        let Value::Object(parts) = value else {
            return Some(Known { secret: Secret::new(full(value)?), token: None });
        };
        if parts.keys().any(|name| !matches!(name.as_str(), "secretKey" | "securityToken")) {
            return None;
        }
        let token = parts.get("securityToken").filter(|token| !token.is_null());
        let token = token.map_or(Some(None), |token| Some(Some(Secret::new(full(token)?))));
        Some(Known { secret: Secret::new(full(parts.get("secretKey")?)?), token: token? })
    }
}

fn full(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}
