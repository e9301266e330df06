//! The request for the AWS command line: JSON in one word of the shell, or in a file where it is long.

use crate::model::tape::Value;
use crate::model::{Model, ShapeId};

use super::notes::{Comments, Notes};
use super::plain::push_json;
use super::time::Time;
use super::tree::{Holder, Language, Tree};
use super::{Call, botocore, filled, names, shell};

const CLIENT: &str = "the AWS CLI";

/// The program.
pub fn program(call: &Call<'_>, request: Value<'_>) -> String {
    let (model, input) = (&*call.target.model, call.target.operation().input);
    let mut notes = Notes::default();
    botocore::tell_refusals(model, request, input, CLIENT, &mut notes);
    filled::tell(call.target, request, CLIENT, &mut notes);
    let mut tree = Tree { model, language: Json { notes } };
    let mut json = String::new();
    tree.push(&mut json, request, input, Holder::Structure, 0);

    let command = names::separated(&call.target.name, '-');
    let mut aws = format!(
        "aws {} {command} \\\n  --region {} \\\n",
        call.target.service.clients.command.unwrap_or_default(),
        call.region
    );
    if let Some(url) = call.endpoint {
        aws.push_str(&format!("  --endpoint-url {} \\\n", shell::quoted(url)));
    }
    if has_pages(call) {
        aws.push_str("  --no-paginate \\\n");
    }
    let comments = tree.language.notes.comments(Comments::Shell);
    if json.len() < shell::LONG {
        return format!("{comments}{aws}  --cli-input-json {}\n", shell::quoted(&json));
    }
    // Version 1 reads the file twice, so it cannot be standard input.
    format!(
        "{comments}cat > {command}.json {}\n{aws}  --cli-input-json file://{command}.json\n",
        shell::here_document(&json)
    )
}

/// Whether the command line would go on with further requests where an answer brings a token for one: the token is
/// a member of the request, too.
fn has_pages(call: &Call<'_>) -> bool {
    let (model, operation) = (&call.target.model, call.target.operation());
    let (input, output) = (model.shape(operation.input).members(), model.shape(operation.output).members());
    let is_token = |name: &str| name.ends_with("Token") || name.ends_with("Marker");
    input.iter().any(|member| is_token(&member.name) && output.iter().any(|other| other.name == member.name))
}

struct Json {
    notes: Notes,
}

impl Language for Json {
    const INDENT: usize = 2;
    const COMMA_AT_THE_END: bool = false;
    const WORDS: [&'static str; 3] = ["true", "false", "null"];

    fn key(&mut self, out: &mut String, name: &str) {
        push_json(out, name);
        out.push_str(": ");
    }

    fn text(&mut self, out: &mut String, text: &str) {
        push_json(out, text);
    }

    fn number(&mut self, out: &mut String, value: Value<'_>, whole: Option<&str>, _: Holder) {
        out.push_str(whole.unwrap_or(value.source()));
    }

    fn stray_number(&mut self, out: &mut String, digits: &str) {
        out.push_str(digits);
    }

    fn no_number(&mut self, out: &mut String, name: &str) {
        out.push_str(name);
    }

    fn time(&mut self, out: &mut String, value: Value<'_>, time: Option<Time>) {
        let Some(time) = time.filter(|time| time.is_in_calendar()) else {
            return out.push_str(value.source());
        };
        if !time.is_whole() {
            self.notes.add(value, || {
                format!("{CLIENT} sends whole seconds, {} in place of {}.", time.seconds(), value.source())
            });
        }
        push_json(out, &time.iso());
    }

    fn bytes(&mut self, out: &mut String, value: Value<'_>, base64: &str) {
        self.notes.add(value, || "version 1 of the AWS CLI takes this base64 for the bytes themselves.".into());
        push_json(out, base64);
    }

    fn stranger(&mut self, value: Value<'_>) {
        self.notes.add(value, || botocore::stranger(CLIENT));
    }

    fn misfit(&mut self, _: Value<'_>, _: &Model, _: ShapeId, _: Holder) {}
}
