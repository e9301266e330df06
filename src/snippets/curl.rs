//! The request for curl: the body as `build` writes it, signed by curl.

use super::notes::Comments;
use super::plain::json_shown;
use super::{Call, shell};

/// The program. It keeps every value, whatever the model says of it.
pub fn program(call: &Call<'_>) -> String {
    let body = json_shown(&String::from_utf8_lossy(&call.request.body));
    let is_long = body.len() >= shell::LONG;
    let mut lines = vec![format!("curl {}", shell::quoted(&call.request.url))];
    if call.request.url.contains(['[', ']', '{', '}']) {
        lines.push("--globoff".into());
    }
    if call.request.method != "POST" {
        lines.push(format!("--request {}", call.request.method));
    }
    lines.push(format!("--aws-sigv4 {}", shell::quoted(&format!("aws:amz:{}:{}", call.region, signing_name(call)))));
    lines.push(r#"--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY""#.into());
    // An empty header would be signed and not sent. The word is one also where a shell does not split: zsh.
    lines.push(r#"${AWS_SESSION_TOKEN:+"-HX-Amz-Security-Token: $AWS_SESSION_TOKEN"}"#.into());
    for (name, value) in &call.request.headers {
        lines.push(format!("--header {}", shell::quoted(&format!("{name}: {value}"))));
    }
    let data =
        if is_long { format!("@- {}", shell::here_document(&body)) } else { format!("{}\n", shell::quoted(&body)) };
    lines.push(format!("--data-binary {data}"));

    let signing = Comments::Shell.line(
        "The service wants a signature. curl makes it with the credentials in AWS_ACCESS_KEY_ID, \
         AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN.",
    );
    format!("{signing}\n{}", lines.join(" \\\n  "))
}

/// The service's name in a signature.
fn signing_name<'c>(call: &'c Call<'_>) -> &'c str {
    let of_model =
        call.target.model.service_traits.get("aws.auth#sigv4").and_then(|signing| signing.get("name")?.as_str());
    of_model.unwrap_or(call.target.service.clients.command)
}
