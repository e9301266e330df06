//! The only door to JavaScript: three-line functions over bytes, which read arguments, call a plain function
//! and hand the result over. `api.js` looks at every argument before it comes here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::build;
use crate::emulator::clock::duration_of;
use crate::emulator::{Emulator, EmulatorOptions};
use crate::hash;
use crate::misuse::Misuse;
use crate::options::Given;
use crate::snippets::{self, Client};
use crate::text::decode::from_latin1;
use crate::text::pattern::{self, Matcher};
use crate::view;
use crate::wire::Request;

/// Makes patterns run in the JavaScript engine. Runs once, when the module is instantiated.
#[wasm_bindgen(start)]
pub fn start() {
    pattern::install(|source, flags| match RegExp::new(source, flags) {
        Ok(regex) => Ok(Rc::new(JsMatcher { regex, last: RefCell::default() })),
        Err(error) => Err(error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into())),
    });
}

/// Every operation: `{ id, service, serviceTitle, name, emulated, hashed, readonly, snippets }[]`.
#[wasm_bindgen]
pub fn operations() -> Result<JsValue, JsValue> {
    to_js(&view::operations())
}

/// Checks a request text; the result is a `Report`.
#[wasm_bindgen]
pub fn check(operation: &str, text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let options = if options.is_undefined() { Default::default() } else { given(options)?.check().map_err(misuse)? };
    to_js(&view::report(&crate::check(operation, text, &options).map_err(misuse)?))
}

/// The same for a text in Latin-1, which Node hands over in a fraction of the time that UTF-8 takes.
#[wasm_bindgen(js_name = checkLatin1)]
pub fn check_latin1(operation: &str, text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let (text, options) = (from_latin1(text), given(options)?.check().map_err(misuse)?);
    to_js(&view::report(&crate::check::check_text(operation, &text, &options).map_err(misuse)?))
}

/// The request that would go over the wire: `{ method, url, headers, body }`.
#[wasm_bindgen]
pub fn build(operation: &str, text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let options = given(options)?.build().map_err(misuse)?;
    to_js(&view::request(&build::build(operation, text, &options).map_err(misuse)?))
}

/// The same request as a program for another client.
#[wasm_bindgen]
pub fn snippet(operation: &str, text: &[u8], target: &str, options: JsValue) -> Result<String, JsValue> {
    let client =
        Client::of(target).ok_or_else(|| misuse(Misuse::argument(format!("there is no snippet for `{target}`"))))?;
    snippets::snippet(operation, text, client, &given(options)?.build().map_err(misuse)?).map_err(misuse)
}

/// The content hashes of a request: `{ path, given?, digest, matches?, hashed }[]`.
#[wasm_bindgen(js_name = contentHashes)]
pub fn content_hashes(operation: &str, text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let options = given(options)?.hash().map_err(misuse)?;
    to_js(&view::hashes(&hash::content_hashes(operation, text, options).map_err(misuse)?))
}

/// The version of the package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// The emulator. It owns memory, so it has `free`.
#[wasm_bindgen(js_name = Emulator)]
pub struct EmulatorDoor(Emulator);

#[wasm_bindgen(js_class = Emulator)]
impl EmulatorDoor {
    /// An emulator with nothing in it.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<EmulatorDoor, JsValue> {
        let options = match json(options)? {
            Value::Null => Default::default(),
            Value::Object(map) => map,
            _ => return Err(misuse(Misuse::argument("the options have to be an object"))),
        };
        let options = EmulatorOptions::of(options).map_err(misuse)?;
        Emulator::new(options).map(EmulatorDoor).map_err(misuse)
    }

    /// Answers a request: `{ status, headers, body }`.
    pub fn send(&mut self, method: &str, url: &str, headers: JsValue, body: &[u8]) -> Result<JsValue, JsValue> {
        let headers: BTreeMap<String, String> = serde_wasm_bindgen::from_value(headers)?;
        let request = Request { method: method.into(), url: url.into(), headers, body: body.into() };
        to_js(&view::response(&self.0.send(&request)))
    }

    /// The time, in milliseconds since 1970.
    pub fn now(&self) -> f64 {
        self.0.now() as f64
    }

    /// How fast adapters let the clock run.
    pub fn speed(&self) -> f64 {
        self.0.speed()
    }

    /// Lets time pass: milliseconds or an ISO 8601 duration.
    pub fn advance(&mut self, duration: JsValue) -> Result<(), JsValue> {
        let millis = duration_of(&json(duration)?);
        let wrong = || misuse(Misuse::argument("advance takes milliseconds or an ISO 8601 duration such as \"PT1H\""));
        self.0.advance(millis.ok_or_else(wrong)?);
        Ok(())
    }

    /// What changed since the last call; recording begins with the first.
    #[wasm_bindgen(js_name = takeJournal)]
    pub fn take_journal(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.take_journal())
    }

    /// The last requests, oldest first.
    pub fn log(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.log().collect::<Vec<_>>())
    }

    /// The whole emulator as one text.
    pub fn snapshot(&self) -> Result<String, JsValue> {
        self.0.snapshot().map_err(misuse)
    }

    /// The emulator that a snapshot was made of.
    pub fn restore(text: &str) -> Result<EmulatorDoor, JsValue> {
        Emulator::restore(text).map(EmulatorDoor).map_err(misuse)
    }

    /// Back to the start.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        self.0.reset().map_err(misuse)
    }
}

#[wasm_bindgen]
extern "C" {
    type RegExp;

    #[wasm_bindgen(constructor, catch)]
    fn new(source: &str, flags: &str) -> Result<RegExp, JsValue>;

    #[wasm_bindgen(method)]
    fn test(this: &RegExp, value: &str) -> bool;
}

struct JsMatcher {
    regex: RegExp,
    /// The value asked about last, and the answer: a text under work is checked again and again, and most of its
    /// values stay what they were.
    last: RefCell<(String, bool)>,
}

/// Longer values are not kept.
const LONGEST_KEPT: usize = 256;

impl Matcher for JsMatcher {
    fn is_match(&self, value: &str) -> bool {
        let mut last = self.last.borrow_mut();
        if !value.is_empty() && last.0 == value {
            return last.1;
        }
        let is_match = self.regex.test(value);
        if value.len() <= LONGEST_KEPT {
            last.0.clear();
            last.0.push_str(value);
            last.1 = is_match;
        }
        is_match
    }
}

fn given(options: JsValue) -> Result<Given, JsValue> {
    Given::of(json(options)?).map_err(misuse)
}

/// A value from JavaScript in two steps: read in one, unknown names would be swallowed.
fn json(value: JsValue) -> Result<Value, JsValue> {
    if value.is_undefined() {
        return Ok(Value::Null);
    }
    Ok(serde_wasm_bindgen::from_value(value)?)
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// An `Error` with a name and a stable code.
fn misuse(misuse: Misuse) -> JsValue {
    let error = js_sys::Error::new(&misuse.to_string());
    error.set_name("UsageError");
    // Setting a member of an object that was just made cannot fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &misuse.code().into());
    error.into()
}
