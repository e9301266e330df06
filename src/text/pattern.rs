//! Patterns with ECMAScript meaning that have to match a whole value. Which engine runs them is decided
//! outside: the door installs the JavaScript engine's own, native builds use `regress`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A value longer than this many bytes is not matched: an engine that backtracks could take minutes over it.
pub const MAX_VALUE_BYTES: usize = 65_536;

/// A compiled pattern.
pub trait Matcher {
    /// Whether it matches in the value. The source is anchored at both ends by [`matcher_of`].
    fn is_match(&self, value: &str) -> bool;
}

/// Compiles an ECMAScript pattern with the given flags.
pub type Engine = fn(source: &str, flags: &str) -> Result<Rc<dyn Matcher>, String>;

thread_local! {
    static ENGINE: RefCell<Engine> = const { RefCell::new(default_engine) };
    static COMPILED: RefCell<HashMap<Box<str>, Rc<dyn Matcher>>> = RefCell::default();
}

/// Makes all further patterns run in another engine.
pub fn install(engine: Engine) {
    ENGINE.with(|slot| slot.replace(engine));
    COMPILED.with(|compiled| compiled.borrow_mut().clear());
}

/// The matcher of a whole value: the `u` flag is on, unless the pattern is refused with it (two patterns of
/// a model that is built in escape a colon, which `u` forbids).
pub fn matcher_of(pattern: &str) -> Result<Rc<dyn Matcher>, String> {
    if let Some(known) = COMPILED.with(|compiled| compiled.borrow().get(pattern).cloned()) {
        return Ok(known);
    }
    let engine = ENGINE.with(|slot| *slot.borrow());
    let whole = format!("^(?:{pattern})$");
    let matcher = engine(&whole, "u").or_else(|_| engine(&whole, ""))?;
    COMPILED.with(|compiled| compiled.borrow_mut().insert(pattern.into(), matcher.clone()));
    Ok(matcher)
}

#[cfg(not(target_arch = "wasm32"))]
fn default_engine(source: &str, flags: &str) -> Result<Rc<dyn Matcher>, String> {
    struct Regress(regress::Regex);
    impl Matcher for Regress {
        fn is_match(&self, value: &str) -> bool {
            self.0.find(value).is_some()
        }
    }
    match regress::Regex::with_flags(source, flags) {
        Ok(regex) => Ok(Rc::new(Regress(regex))),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(target_arch = "wasm32")]
fn default_engine(_: &str, _: &str) -> Result<Rc<dyn Matcher>, String> {
    Err("no pattern engine is installed".into())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_whole_value_has_to_match() {
        let uuid = matcher_of("[a-f0-9]{8}").unwrap();
        assert!(uuid.is_match("0123abcd"));
        assert!(!uuid.is_match("x0123abcd") && !uuid.is_match("0123abcd\n"));
        let either = matcher_of("a|ab").unwrap();
        assert!(either.is_match("ab") && !either.is_match("abc"));
    }

    #[test]
    fn a_pattern_that_the_flag_refuses_is_taken_without_it() {
        assert!(matcher_of(r"^[\w\.\-\:\/ ]*$").unwrap().is_match("a:b/c d"));
        assert!(matcher_of("(").is_err());
    }
}
