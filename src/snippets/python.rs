//! The request for Python with the package `requests`, as documented sample functions write it: plain HTTP, the result
//! reported again while the service is busy.

use crate::text::string::unescape;

use super::Call;
use super::notes::Comments;
use super::plain::push_python;
use super::tree::end_of_string;

/// The program. It keeps every value, whatever the model says of it.
pub fn program(call: &Call<'_>) -> String {
    let mut out = Comments::Python.line("The service wants a token of IAM, which is read from X_AUTH_TOKEN.");
    out.push_str("\nimport os\nimport time\n\nimport requests\n\nurl = ");
    push_python(&mut out, &call.request.url);
    out.push_str("\nheaders = {\"X-Auth-Token\": os.environ[\"X_AUTH_TOKEN\"]");
    for (name, value) in call.request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("X-Auth-Token")) {
        out.push_str(", ");
        push_python(&mut out, name);
        out.push_str(": ");
        push_python(&mut out, value);
    }
    out.push_str("}\n");
    let body = String::from_utf8_lossy(&call.request.body);
    let json = if body.is_empty() {
        ""
    } else {
        out.push_str("body = ");
        push_literal(&mut out, &body);
        out.push('\n');
        ", json=body"
    };
    out.push_str(&format!(
        "\nfor attempt in range(3):\n    response = requests.request(\"{}\", url, headers=headers{json}, timeout=30)\n    \
         if response.status_code != 429:\n        break\n    time.sleep(1)\nprint(response.status_code, response.text)\n",
        call.request.method
    ));
    out
}

/// Appends JSON without blanks as a literal of Python, a line for each part.
fn push_literal(out: &mut String, json: &str) {
    const INDENT: &str = "    ";
    let (mut rest, mut depth) = (json, 0);
    while let Some(c) = rest.chars().next() {
        let end = match c {
            '"' => end_of_string(rest),
            '{' | '[' if rest.get(1..).is_some_and(|behind| behind.starts_with(['}', ']'])) => 2,
            '{' | '[' | '}' | ']' | ',' | ':' => 1,
            _ => rest.find(['{', '[', '}', ']', ',', ':']).unwrap_or(rest.len()),
        };
        let Some((token, behind)) = rest.split_at_checked(end.max(c.len_utf8())) else { return };
        rest = behind;
        match token {
            "{" | "[" => {
                depth += 1;
                out.push_str(token);
                out.push('\n');
                out.push_str(&INDENT.repeat(depth));
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                out.push_str(",\n");
                out.push_str(&INDENT.repeat(depth));
                out.push_str(token);
            }
            "," => {
                out.push_str(",\n");
                out.push_str(&INDENT.repeat(depth));
            }
            ":" => out.push_str(": "),
            "true" => out.push_str("True"),
            "false" => out.push_str("False"),
            "null" => out.push_str("None"),
            _ if c == '"' => push_python(out, &unescape(token.get(1..token.len() - 1).unwrap_or_default())),
            _ => out.push_str(token),
        }
    }
}
