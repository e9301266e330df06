//! The options of the calls, as JavaScript gives them. Unknown names are refused, with the nearest right one.

use serde_json::{Map, Value};

use crate::build::BuildOptions;
use crate::check::{DEFAULT_LIMIT, Format, Options};
use crate::convert::ConvertOptions;
use crate::emulator::clock::time_of;
use crate::hash::{Algorithm, Encoding, HashOptions, Scheme};
use crate::labels::Labels;
use crate::misuse::Misuse;
use crate::model::walk::{Form, Side};
use crate::sign::SignOptions;
use crate::text::nearest::nearest;
use crate::text::order::gathered;
use crate::wire::signing::{self, Keys, Secret};

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

    /// A text that is not repeated, whatever else was given in its place.
    fn secret(&mut self, name: &'static str) -> Result<Option<Secret>, Misuse> {
        self.known.push(name);
        match self.map.shift_remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(Secret::new(text))),
            Some(_) => Err(Misuse::argument(format!("the option `{name}` has to be a text"))),
        }
    }

    fn labels(&mut self) -> Result<Labels, Misuse> {
        Ok(self.take("labels", "an object of texts", texts)?.unwrap_or_default())
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
        let side = self.take("side", "\"input\" or \"output\"", |value| Side::of(value.as_str()?))?;
        let limit = self.take("limit", "a whole number from 1 to 100000", |value| {
            let number = value.as_f64().filter(|n| n.fract() == 0.0 && (1.0..=MOST as f64).contains(n))?;
            Some(number as usize)
        })?;
        let format = self.take("format", "\"JSON\" or \"YAML\"", |value| Format::of(value.as_str()?))?;
        let labels = self.labels()?;
        let (side, limit) = (side.unwrap_or_default(), limit.unwrap_or(DEFAULT_LIMIT));
        self.finish(Options { form, side, limit, format, labels })
    }

    /// The options of a check of a document: its type, and how to check it.
    pub fn document(mut self) -> Result<(Option<String>, Options), Misuse> {
        let kind = self.text("type")?;
        Ok((kind, self.check()?))
    }

    /// The options of a completion: the form of the text.
    pub fn complete(mut self) -> Result<Form, Misuse> {
        let form = self.form()?;
        self.finish(form)
    }

    /// The options of a build or a snippet.
    pub fn build(mut self) -> Result<BuildOptions, Misuse> {
        let options = BuildOptions {
            form: self.form()?,
            region: self.text("region")?,
            endpoint: self.text("endpoint")?,
            fill_hashes: self.take("fillHashes", "true or false", Value::as_bool)?.unwrap_or(false),
            labels: self.labels()?,
            access_key: self.text("accessKey")?,
        };
        self.finish(options)
    }

    /// How to sign.
    pub fn sign(mut self) -> Result<SignOptions, Misuse> {
        // The name of a key is none, but who mixes the two up would read the other here.
        let access_key = self.secret("accessKey")?.map(|key| key.reveal().into());
        let schemes = signing::Scheme::ALL.map(|scheme| format!("\"{}\"", scheme.as_str())).join(", ");
        let time = self.take("time", "a time: ISO 8601 text or milliseconds since 1970", time_of)?;
        let options = SignOptions {
            token: self.secret("token")?,
            access_key,
            secret_key: self.secret("secretKey")?,
            security_token: self.secret("securityToken")?,
            domain_id: self.text("domainId")?,
            scheme: self.take("scheme", &schemes, |value| signing::Scheme::of(value.as_str()?))?,
            region: self.text("region")?,
            service: self.text("service")?,
            // The caller knows what time it is; nothing here reads a clock.
            time: time.ok_or_else(|| Misuse::argument("the option `time` is missing"))?,
        };
        self.finish(options)
    }

    /// What requests are believed by.
    pub fn keys(mut self) -> Result<Keys, Misuse> {
        let mut keys = Keys::default();
        for option in Keys::OPTIONS {
            self.known.push(option);
            if let Some(value) = self.map.shift_remove(option).filter(|value| !value.is_null()) {
                let wrong = |wanted| Misuse::argument(format!("the option `{option}` has to be {wanted}"));
                keys.take(option, &value).map_err(wrong)?;
            }
        }
        self.finish(keys)
    }

    /// The options of a conversion.
    pub fn convert(mut self) -> Result<ConvertOptions, Misuse> {
        let options = ConvertOptions {
            node: self.text("instanceId")?,
            time: self.text("captureTime")?,
            given: self.take("given", "an object", |given| given.as_object().cloned())?.unwrap_or_default(),
            numbers_as_text: self.take("numbersAsText", "true or false", Value::as_bool)?.unwrap_or(false),
        };
        self.finish(options)
    }

    /// The options of an answer to an event, with what its caller decides.
    pub fn event(mut self, decided: Value) -> Result<ConvertOptions, Misuse> {
        let numbers_as_text = self.take("numbersAsText", "true or false", Value::as_bool)?.unwrap_or(false);
        let given = match decided {
            Value::Object(given) => given,
            Value::Null => Map::new(),
            _ => return Err(Misuse::argument("what is decided has to be an object")),
        };
        self.finish(ConvertOptions { given, numbers_as_text, ..ConvertOptions::default() })
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

fn texts(value: &Value) -> Option<Labels> {
    let entries = value.as_object()?.iter();
    let texts: Option<Vec<_>> = entries.map(|(name, text)| Some((name.clone(), text.as_str()?.to_string()))).collect();
    texts.map(gathered)
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
