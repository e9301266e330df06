//! How a service writes what it answers: the names of members and headers, which are the service's data.

use std::collections::BTreeMap;

use crate::text::string::push_quoted;

use super::{Response, aws_json};

/// How a request is answered that no service knows: any client reads one of its members.
pub const OF_NOBODY: &Answers = &aws_json::ANSWERS;

/// The exception for what nobody knows.
pub const UNKNOWN: &str = aws_json::UNKNOWN;

/// The names in a service's answers.
pub struct Answers {
    /// The content type.
    pub content_type: &'static str,
    /// The header with the request's id.
    pub request_id: &'static str,
    /// The member of an error that names it.
    pub name: &'static str,
    /// The member of an error with its message, where the model gives the error none.
    pub message: &'static str,
    /// The errors that whatever stands in front of the service answers with.
    pub gateway: Option<Gateway>,
}

/// What stands in front of a service, and answers with errors of its own.
pub struct Gateway {
    /// How the names of its errors begin.
    pub names: &'static [&'static str],
    /// The further member that they have: the request's id.
    pub request_id: &'static str,
}

impl Answers {
    /// An answer that went well.
    pub fn success(&self, status: u16, request_id: &str, body: String) -> Response {
        self.response(status, request_id, body)
    }

    /// An exception: its name, and its members, of which none stands twice: the first of a name counts.
    pub fn error(&self, status: u16, request_id: &str, name: &str, members: &[(&str, &str)]) -> Response {
        let gateway = self.gateway.as_ref().filter(|gateway| gateway.names.iter().any(|of| name.starts_with(of)));
        let members = members.iter().copied().chain(gateway.map(|gateway| (gateway.request_id, request_id)));
        let mut written = vec![self.name];
        let mut body = String::from("{");
        push_quoted(&mut body, self.name);
        body.push(':');
        push_quoted(&mut body, name);
        for (member, value) in members {
            if written.contains(&member) {
                continue;
            }
            written.push(member);
            body.push(',');
            push_quoted(&mut body, member);
            body.push(':');
            push_quoted(&mut body, value);
        }
        body.push('}');
        self.response(status, request_id, body)
    }

    // There is no `date`: clients set their clocks by it, and the emulator's time is not theirs.
    fn response(&self, status: u16, request_id: &str, body: String) -> Response {
        let mut headers = BTreeMap::new();
        if !body.is_empty() {
            headers.insert("content-type".into(), self.content_type.into());
        }
        headers.insert(self.request_id.into(), request_id.into());
        Response { status, headers, body, delay: 0 }
    }
}
