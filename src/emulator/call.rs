//! What an emulated operation is given, and what it gives back. It reads the state and says what to change;
//! only the emulator changes anything, so that a refused request cannot leave a trace.

use std::any::Any;
use std::borrow::Cow;

use crate::model::tape::Value;
use crate::text::string::quoted;

use super::ids::Ids;
use super::state::State;

/// A request that keeps the model, on its way to an operation.
pub struct Call<'c> {
    /// The request's root.
    pub input: Value<'c>,
    /// The time, in milliseconds.
    pub now: i64,
    /// Where ids come from.
    pub ids: Ids,
    /// The number of this request among those that change something.
    pub number: u64,
    /// Who calls.
    pub principal: &'c str,
    /// The operation's name.
    pub operation: &'c str,
    pub(super) state: &'c dyn State,
}

impl<'c> Call<'c> {
    /// The state of the service, to read.
    pub fn state<S: State>(&self) -> Result<&'c S, Exception> {
        let state: &dyn Any = self.state;
        state.downcast_ref().ok_or_else(|| Exception::new("InternalServerError", "the state is not this service's"))
    }
}

/// An operation, emulated. A plain function over the call.
pub type Emulate = for<'c> fn(&Call<'c>) -> Result<Answer, Exception>;

/// What an operation answers, and what it changes.
pub struct Answer {
    /// The output, as JSON.
    pub body: String,
    pub(super) change: Option<Change>,
}

/// What changes a state.
pub(super) type Change = Box<dyn FnOnce(&mut dyn Any)>;

impl Answer {
    /// An answer that changes nothing.
    pub fn read(body: impl Into<String>) -> Answer {
        Answer { body: body.into(), change: None }
    }

    /// An answer and the change that goes with it.
    pub fn change<S: State>(body: impl Into<String>, change: impl FnOnce(&mut S) + 'static) -> Answer {
        let change = move |state: &mut dyn Any| {
            if let Some(state) = state.downcast_mut() {
                change(state);
            }
        };
        Answer { body: body.into(), change: Some(Box::new(change)) }
    }
}

/// An exception, as the service would answer with it. The status comes from the model, or from what is known of the
/// service beside it, unless it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its message; left out where the model gives the exception no member for one.
    pub message: String,
    /// Further members.
    pub members: Vec<(Cow<'static, str>, String)>,
    /// The status, where it is another than the exception's own.
    pub status: Option<u16>,
}

impl Exception {
    /// An exception with a message.
    pub fn new(name: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Exception {
        Exception { name: name.into(), message: message.into(), members: Vec::new(), status: None }
    }

    /// The same with another member.
    pub fn with(mut self, member: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Exception {
        self.members.push((member.into(), value.into()));
        self
    }
}

/// The members of an answer, one after the other.
#[derive(Default)]
pub struct Output {
    body: String,
}

impl Output {
    /// Adds a member that is JSON already.
    pub fn json(mut self, name: &str, value: &str) -> Output {
        self.body.push(if self.body.is_empty() { '{' } else { ',' });
        self.body.push_str(&quoted(name));
        self.body.push(':');
        self.body.push_str(value);
        self
    }

    /// Adds a member that is a text.
    pub fn text(self, name: &str, value: &str) -> Output {
        self.json(name, &quoted(value))
    }

    /// Adds a member where there is a text for it.
    pub fn maybe(self, name: &str, value: Option<&str>) -> Output {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// The object.
    pub fn finish(mut self) -> String {
        if self.body.is_empty() {
            self.body.push('{');
        }
        self.body.push('}');
        self.body
    }
}
