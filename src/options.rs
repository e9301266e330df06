//! The options of the calls, as JavaScript gives them. Unknown names are refused, with the nearest right one.

use serde_json::{Map, Value};

use crate::build::BuildOptions;
use crate::check::{DEFAULT_LIMIT, Options};
use crate::hash::{Algorithm, Encoding, HashOptions, Scheme};
use crate::misuse::Misuse;
use crate::model::walk::Form;
use crate::text::nearest::nearest;

/// The most findings that can be asked for.
const MOST: u64 = 100_000;

/// Options on their way in: each is taken by its name, and none may be left.
pub struct Given {
    map: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Given {
    /// Options from an object; `null` stands for none.
    pub fn of(value: Value) -> Result<Given, Misuse> {
        match value {
            Value::Null => Ok(Given { map: Map::new(), known: Vec::new() }),
            Value::Object(map) => Ok(Given { map, known: Vec::new() }),
            _ => Err(Misuse::argument("the options have to be an object")),
        }
    }

    fn take<T>(
        &mut self,
        name: &'static str,
        wanted: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, Misuse> {
        self.known.push(name);
        match self.map.shift_remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match read(&value) {
                Some(read) => Ok(Some(read)),
                None => Err(Misuse::argument(format!("the option `{name}` has to be {wanted}, not {value}"))),
            },
        }
    }

    fn form(&mut self) -> Result<Form, Misuse> {
        let form = self.take("form", "\"wire\" or \"client\"", |value| match value.as_str()? {
            "wire" => Some(Form::Wire),
            "client" => Some(Form::Client),
            _ => None,
        })?;
        Ok(form.unwrap_or_default())
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>, Misuse> {
        self.take(name, "a text", |value| value.as_str().map(Into::into))
    }

    fn finish<T>(self, options: T) -> Result<T, Misuse> {
        let Some(name) = self.map.keys().next() else { return Ok(options) };
        let near = nearest(name, self.known.iter().copied());
        let hint = match near {
            Some((near, _)) => format!("did you mean `{near}`?"),
            None => format!("there are {}", self.known.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
        };
        Err(Misuse::UnknownOption { reason: format!("there is no option `{name}`; {hint}") })
    }

    /// The options of a check.
    pub fn check(mut self) -> Result<Options, Misuse> {
        let form = self.form()?;
        let limit = self.take("limit", "a whole number from 1 to 100000", |value| {
            let number = value.as_f64().filter(|n| n.fract() == 0.0 && (1.0..=MOST as f64).contains(n))?;
            Some(number as usize)
        })?;
        self.finish(Options { form, limit: limit.unwrap_or(DEFAULT_LIMIT) })
    }

    /// The options of a build or a snippet.
    pub fn build(mut self) -> Result<BuildOptions, Misuse> {
        let options = BuildOptions {
            form: self.form()?,
            region: self.text("region")?,
            endpoint: self.text("endpoint")?,
            fill_hashes: self.take("fillHashes", "true or false", Value::as_bool)?.unwrap_or(false),
        };
        self.finish(options)
    }

    /// The options of content hashes. `form` names the text that is hashed; the request's own form makes no
    /// difference to it, so the one that takes more is read.
    pub fn hash(mut self) -> Result<HashOptions, Misuse> {
        let algorithm = self.take("algorithm", "\"md5\" or \"sha256\"", |value| match value.as_str()? {
            "md5" => Some(Algorithm::Md5),
            "sha256" => Some(Algorithm::Sha256),
            _ => None,
        })?;
        let encoding = self.take("encoding", "\"base64\" or \"hex\"", |value| match value.as_str()? {
            "base64" => Some(Encoding::Base64),
            "hex" => Some(Encoding::Hex),
            _ => None,
        })?;
        let scheme = self.take("form", "\"agent\", \"json\" or \"python\"", |value| match value.as_str()? {
            "agent" => Some(Scheme::Agent),
            "json" => Some(Scheme::Json),
            "python" => Some(Scheme::Python),
            _ => None,
        })?;
        self.finish(HashOptions {
            form: Form::Client,
            algorithm: algorithm.unwrap_or_default(),
            encoding: encoding.unwrap_or_default(),
            scheme: scheme.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unknown_options_are_refused_with_the_nearest_name() {
        let error = Given::of(json!({ "fom": "wire" })).unwrap().check().unwrap_err();
        assert_eq!(error.code(), "unknown-option");
        assert!(error.to_string().contains("did you mean `form`?"), "{error}");
        let error = Given::of(json!({ "limit": 0 })).unwrap().check().unwrap_err();
        assert_eq!(error.code(), "wrong-argument");
        assert_eq!(Given::of(json!({ "limit": 3, "form": null })).unwrap().check().unwrap().limit, 3);
    }
}
