//! The request for Huawei Cloud's SDK for Python: an object of a class for each structure. The SDK checks nothing before
//! it sends.

use std::collections::BTreeSet;

use crate::model::tape::{NodeKind, Value};
use crate::model::{Binding, Model, ShapeId};
use crate::services::PythonSdk;

use super::notes::{Comments, Notes};
use super::plain::push_python;
use super::time::Time;
use super::tree::{Holder, Language, Tree, close, part};
use super::{Call, names};

/// The program.
pub fn program(call: &Call<'_>, request: Value<'_>) -> String {
    let Some(sdk) = call.target.service.clients.python else { return String::new() };
    let name = &call.target.name;
    let class = format!("{name}Request");
    let mut language = Classes::default();
    language.used.extend([call.target.service.clients.class.to_string(), class.clone()]);
    let mut tree = Tree { model: &call.target.model, language };
    let argument = arguments(&mut tree, call, sdk, request);
    let Classes { notes, used } = tree.language;

    let account = account(call, sdk, request);
    let [access, secret, domain] = sdk.variables;
    let mut out = Comments::Python
        .line(&format!("The keys are read from {access} and {secret}; the package is {}.", distribution(sdk)));
    out.push_str(&notes.comments(Comments::Python));
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    let (import, credentials) = sdk.credentials;
    out.push_str(&format!("import os\n\n{import}\nfrom {} import (\n", sdk.package));
    used.iter().for_each(|class| out.push_str(&format!("    {class},\n")));
    out.push_str(&format!(")\n\ncredentials = {credentials}(os.environ[\"{access}\"], os.environ[\"{secret}\"], "));
    match account {
        Some(account) => push_python(&mut out, &account),
        None => out.push_str(&format!("os.environ[\"{domain}\"]")),
    }
    out.push_str(&format!(")\nclient = {}.new_builder()", call.target.service.clients.class));
    out.push_str(".with_credentials(credentials).with_endpoint(");
    push_python(&mut out, call.url());
    let method = names::separated(name, '_');
    out.push_str(&format!(").build()\n\nresponse = client.{method}({class}({argument}))\nprint(response)\n"));
    out
}

/// The name under which the package is installed.
fn distribution(sdk: &PythonSdk) -> &'static str {
    sdk.package.split('.').next().unwrap_or_default()
}

/// The account that the request names.
fn account(call: &Call<'_>, sdk: &PythonSdk, request: Value<'_>) -> Option<String> {
    let members = call.target.model.shape(call.target.operation().input).members();
    let index = members.iter().position(|member| *member.name == *sdk.account)?;
    request.member(index).and_then(|value| value.any_str()).map(|account| account.into_owned())
}

/// The arguments of the request's class: what goes into the address and the headers, and the body.
fn arguments(tree: &mut Tree<'_, Classes>, call: &Call<'_>, sdk: &PythonSdk, request: Value<'_>) -> String {
    let members = tree.model.shape(call.target.operation().input).members();
    let present: Vec<_> = request
        .members()
        .filter_map(|(index, value)| {
            let member = index.and_then(|index| members.get(index));
            if member.is_none() {
                tree.language.stranger(value);
            }
            Some((member?, value))
        })
        .collect();
    let (mut out, mut any) = (String::new(), false);
    for (member, value) in &present {
        if member.binding == Binding::Body || *member.name == *sdk.account || value.kind() == NodeKind::Null {
            continue;
        }
        part::<Classes>(&mut out, 0, &mut any);
        tree.language.member(&mut out, &member.name);
        tree.push(&mut out, *value, member.target, Holder::Structure, 1);
    }
    let body = sdk.bodies.iter().find(|(operation, _)| *operation == &*call.target.name);
    if let Some((_, class)) = body {
        part::<Classes>(&mut out, 0, &mut any);
        tree.language.member(&mut out, "body");
        tree.language.opening(&mut out, class);
        let mut any = false;
        for (member, value) in present.iter().filter(|(member, _)| member.binding == Binding::Body) {
            if tree.language.is_left_out(*value) {
                continue;
            }
            part::<Classes>(&mut out, 1, &mut any);
            tree.language.member(&mut out, &member.name);
            tree.push(&mut out, *value, member.target, Holder::Structure, 2);
        }
        close::<Classes>(&mut out, ')', 1, any);
    }
    if any {
        out.push_str(",\n");
    }
    out
}

/// Objects of classes.
#[derive(Default)]
struct Classes {
    notes: Notes,
    /// The classes that the program needs.
    used: BTreeSet<String>,
}

impl Classes {
    /// Whether the SDK sends nothing for a value; tells so.
    fn is_left_out(&mut self, value: Value<'_>) -> bool {
        let is_null = value.kind() == NodeKind::Null;
        if is_null {
            self.notes.add(value, || "left out: the SDK sends no null.".into());
        }
        is_null
    }
}

impl Language for Classes {
    const INDENT: usize = 4;
    const COMMA_AT_THE_END: bool = true;
    const WORDS: [&'static str; 3] = ["True", "False", "None"];
    const CLOSING: char = ')';

    fn opening(&mut self, out: &mut String, shape: &str) {
        self.used.insert(shape.into());
        out.push_str(shape);
        out.push('(');
    }

    fn member(&mut self, out: &mut String, name: &str) {
        out.push_str(name);
        out.push('=');
    }

    fn key(&mut self, out: &mut String, name: &str) {
        push_python(out, name);
        out.push_str(": ");
    }

    fn text(&mut self, out: &mut String, text: &str) {
        push_python(out, text);
    }

    fn number(&mut self, out: &mut String, value: Value<'_>, _: Option<&str>, _: Holder) {
        // In an address a number is sent as it is spelt.
        out.push_str(value.source());
    }

    fn stray_number(&mut self, out: &mut String, digits: &str) {
        out.push_str(digits);
    }

    fn no_number(&mut self, out: &mut String, name: &str) {
        push_python(out, name);
    }

    fn time(&mut self, out: &mut String, value: Value<'_>, _: Option<Time>) {
        out.push_str(value.source());
    }

    fn bytes(&mut self, out: &mut String, _: Value<'_>, base64: &str) {
        push_python(out, base64);
    }

    fn absent(&mut self, value: Value<'_>) {
        self.is_left_out(value);
    }

    fn stranger(&mut self, value: Value<'_>) {
        self.notes.add(value, || "left out: the SDK's classes have no such member.".into());
    }

    fn misfit(&mut self, _: Value<'_>, _: &Model, _: ShapeId, _: Holder) {}
}
