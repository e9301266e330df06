//! The only door to JavaScript: three-line functions over bytes, which read arguments, call a plain function
//! and hand the result over. `api.js` looks at every argument before it comes here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::advise;
use crate::build;
use crate::convert::{self, Document};
use crate::emulator::clock::{duration_of, time_of};
use crate::emulator::{Emulator, EmulatorOptions, Record};
use crate::hash;
use crate::misuse::Misuse;
use crate::model::sample::Size;
use crate::model::walk::Side;
use crate::options::Given;
use crate::services::loaded;
use crate::sign;
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

/// Every operation: `{ id, service, serviceTitle, name, emulated, hashed, readonly, kind, convertsTo, decides, labels, snippets }[]`.
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

/// Checks the content of a document, in JSON or YAML; the result is a `Report`.
#[wasm_bindgen(js_name = checkDocument)]
pub fn check_document(text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let (kind, options) = given(options)?.document().map_err(misuse)?;
    to_js(&view::report(&crate::check::check_document(text, kind.as_deref(), &options).map_err(misuse)?))
}

/// The request that would go over the wire: `{ method, url, headers, body }`.
#[wasm_bindgen]
pub fn build(operation: &str, text: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let options = given(options)?.build().map_err(misuse)?;
    to_js(&view::request(&build::build(operation, text, &options).map_err(misuse)?))
}

/// The headers of a request, signed: an object. The rest of the request stays as it is.
#[wasm_bindgen]
pub fn sign(method: &str, url: &str, headers: JsValue, body: &[u8], options: JsValue) -> Result<JsValue, JsValue> {
    let (request, options) = (request(method, url, headers, body)?, given(options)?.sign().map_err(misuse)?);
    to_js(&sign::sign(request, options).map_err(misuse)?.headers)
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

/// The shape of one side of an operation as a tree: `{ kind, name, … }`.
#[wasm_bindgen]
pub fn describe(operation: &str, side: &str) -> Result<JsValue, JsValue> {
    let side = Side::of(side).ok_or_else(|| misuse(Misuse::argument(format!("`{side}` is no side"))))?;
    let (target, shape) = advise::described(operation, side).map_err(misuse)?;
    to_js(&view::shape(&target.model, shape))
}

/// A sound, realistic request; `size` is `minimal` or `full`.
#[wasm_bindgen]
pub fn sample(operation: &str, size: &str) -> Result<String, JsValue> {
    let size = Size::of(size).ok_or_else(|| misuse(Misuse::argument(format!("there is no `{size}` sample"))))?;
    advise::sample(operation, size).map_err(misuse)
}

/// What can stand at a place, in UTF-16 units: `{ label, kind, insert, range, of, doc? }[]`.
#[wasm_bindgen]
pub fn complete(operation: &str, text: &[u8], offset: usize, options: JsValue) -> Result<JsValue, JsValue> {
    let (text, form) = (String::from_utf8_lossy(text), given(options)?.complete().map_err(misuse)?);
    let (target, _) = advise::described(operation, Side::Input).map_err(misuse)?;
    let list = advise::complete(operation, &text, advise::byte_of(&text, offset), form).map_err(misuse)?;
    to_js(&view::completions(&target.model, &text, &list))
}

/// What an error text says: `{ exception, operation?, path?, rule?, message, help, basis, source? }[]`.
#[wasm_bindgen]
pub fn explain(text: &[u8]) -> Result<JsValue, JsValue> {
    to_js(&view::explanations(&crate::explain(text)))
}

/// Documents of one operation made into those of another: `{ documents, lost }`; `names` has a text or `null` for each.
#[wasm_bindgen]
pub fn convert(
    from: &str,
    to: &str,
    names: JsValue,
    texts: Vec<js_sys::Uint8Array>,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = given(options)?.convert().map_err(misuse)?;
    let documents = Document::list(&json(names)?, texts.iter().map(js_sys::Uint8Array::to_vec));
    to_js(&view::conversion(&convert::convert(from, to, &documents, &options).map_err(misuse)?, &documents))
}

/// The answer to an event as JSON text, with what its caller decides.
#[wasm_bindgen(js_name = fromEvent)]
pub fn from_event(event: &[u8], decided: JsValue, options: JsValue) -> Result<String, JsValue> {
    let options = given(options)?.event(json(decided)?).map_err(misuse)?;
    Ok(convert::from_event(event, &options).map_err(misuse)?.text)
}

/// Loads the model of a further service: `{ service, operations, refused: { shape, reason }[] }`.
#[wasm_bindgen(js_name = loadModel)]
pub fn load_model(model: &[u8]) -> Result<JsValue, JsValue> {
    let text = std::str::from_utf8(model).map_err(|_| misuse(Misuse::argument("the model is not UTF-8")))?;
    to_js(&view::brought(&loaded::load(text).map_err(misuse)?))
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

    /// Answers a request: `{ status, headers, body, delay? }`.
    pub fn send(&mut self, method: &str, url: &str, headers: JsValue, body: &[u8]) -> Result<JsValue, JsValue> {
        to_js(&view::response(&self.0.send(&request(method, url, headers, body)?)))
    }

    /// Answers a request of whoever owns the emulator, which need not say who that is.
    pub fn call(&mut self, method: &str, url: &str, headers: JsValue, body: &[u8]) -> Result<JsValue, JsValue> {
        to_js(&view::response(&self.0.call(&request(method, url, headers, body)?)))
    }

    /// The time, in milliseconds since 1970.
    pub fn now(&self) -> f64 {
        self.0.now() as f64
    }

    /// How fast adapters let the clock run.
    pub fn speed(&self) -> f64 {
        self.0.speed()
    }

    /// Lets adapters run the clock at another speed.
    #[wasm_bindgen(js_name = setSpeed)]
    pub fn set_speed(&mut self, speed: f64) -> Result<(), JsValue> {
        self.0.set_speed(speed).map_err(misuse)
    }

    /// Lets time pass: milliseconds or an ISO 8601 duration.
    pub fn advance(&mut self, duration: JsValue) -> Result<(), JsValue> {
        let millis = duration_of(&json(duration)?);
        let wrong = || misuse(Misuse::argument("advance takes milliseconds or an ISO 8601 duration such as \"PT1H\""));
        self.0.advance(millis.ok_or_else(wrong)?);
        Ok(())
    }

    /// Lets time pass until a time: milliseconds or ISO 8601 text.
    #[wasm_bindgen(js_name = advanceTo)]
    pub fn advance_to(&mut self, time: JsValue) -> Result<(), JsValue> {
        let time = time_of(&json(time)?);
        let wrong = || misuse(Misuse::argument("advanceTo takes a time: ISO 8601 text or milliseconds since 1970"));
        self.0.advance_to(time.ok_or_else(wrong)?).map_err(misuse)
    }

    /// Lets time pass until only people are awaited; the milliseconds that it took.
    pub fn settle(&mut self) -> f64 {
        self.0.settle() as f64
    }

    /// Asks for faults; the whole list.
    pub fn fault(&mut self, faults: JsValue) -> Result<JsValue, JsValue> {
        self.0.fault(&json(faults)?).map_err(misuse)?;
        self.faults()
    }

    /// The faults.
    pub fn faults(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.faults())
    }

    /// Takes all faults away.
    #[wasm_bindgen(js_name = clearFaults)]
    pub fn clear_faults(&mut self) {
        self.0.clear_faults();
    }

    /// Appends to how work on the outside ends; the whole script.
    pub fn script(&mut self, entries: JsValue) -> Result<JsValue, JsValue> {
        self.0.script(&json(entries)?).map_err(misuse)?;
        self.scripts()
    }

    /// How work on the outside ends.
    pub fn scripts(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.scripts())
    }

    /// Takes the script away.
    #[wasm_bindgen(js_name = clearScript)]
    pub fn clear_script(&mut self) {
        self.0.clear_script();
    }

    /// Lets the world outside change, as services see it.
    pub fn change(&mut self, changes: JsValue) -> Result<(), JsValue> {
        self.0.change(&json(changes)?).map_err(misuse)
    }

    /// What waits for people, oldest first.
    pub fn waiting(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.waiting())
    }

    /// What has a timeline, the newest first, and so many of it at most.
    pub fn timelines(&self, most: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.timelines(most as usize))
    }

    /// How something went that has this id.
    pub fn timeline(&self, id: &str) -> Result<JsValue, JsValue> {
        to_js(&self.0.timeline(id).map_err(misuse)?)
    }

    /// What the services would have sent out behind an event, oldest first.
    pub fn events(&self, after: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.events(after as u64).collect::<Vec<_>>())
    }

    /// Forgets the events.
    #[wasm_bindgen(js_name = clearEvents)]
    pub fn clear_events(&mut self) {
        self.0.clear_events();
    }

    /// What changed since the last call; recording begins with the first.
    #[wasm_bindgen(js_name = takeJournal)]
    pub fn take_journal(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.take_journal())
    }

    /// Does again what a record of the journal tells; the answer where it was a request.
    pub fn replay(&mut self, record: JsValue) -> Result<JsValue, JsValue> {
        let record = Record::of(&json(record)?).map_err(misuse)?;
        let response = self.0.replay(&record).map_err(misuse)?;
        response.map_or(Ok(JsValue::UNDEFINED), |response| to_js(&view::response(&response)))
    }

    /// The last requests behind one, oldest first.
    pub fn log(&self, after: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.log_after(after as u64).collect::<Vec<_>>())
    }

    /// Forgets the requests.
    #[wasm_bindgen(js_name = clearLog)]
    pub fn clear_log(&mut self) {
        self.0.clear_log();
    }

    /// The whole emulator as one text.
    pub fn snapshot(&self) -> Result<String, JsValue> {
        self.0.snapshot().map_err(misuse)
    }

    /// The emulator that a snapshot was made of; `options` are what requests are believed by, which no snapshot has.
    pub fn restore(text: &str, options: JsValue) -> Result<EmulatorDoor, JsValue> {
        let keys = given(options)?.keys().map_err(misuse)?;
        Emulator::restore(text).map(|emulator| EmulatorDoor(emulator.with_keys(keys))).map_err(misuse)
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

fn request(method: &str, url: &str, headers: JsValue, body: &[u8]) -> Result<Request, JsValue> {
    let headers: BTreeMap<String, String> = serde_wasm_bindgen::from_value(headers)?;
    Ok(Request { method: method.into(), url: url.into(), headers, body: body.into() })
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
