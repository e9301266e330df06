//! The request for curl: the body as `build` writes it, signed by curl or with a token.

use crate::wire::signing::{Scheme, TOKEN};

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
    let wants = match usual_scheme(call) {
        Some(Scheme::Token) => {
            lines.push(format!(r#"--header "{TOKEN}: $X_AUTH_TOKEN""#));
            "The service wants a token of IAM, which is read from X_AUTH_TOKEN."
        }
        _ => {
            let signed_for = format!("aws:amz:{}:{}", call.region, call.target.service.clients.signing);
            lines.push(format!("--aws-sigv4 {}", shell::quoted(&signed_for)));
            lines.push(r#"--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY""#.into());
            // An empty header would be signed and not sent. The word is one also where a shell does not split: zsh.
            lines.push(r#"${AWS_SESSION_TOKEN:+"-HX-Amz-Security-Token: $AWS_SESSION_TOKEN"}"#.into());
            "The service wants a signature. curl makes it with the credentials in AWS_ACCESS_KEY_ID, \
             AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN."
        }
    };
    for (name, value) in call.request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case(TOKEN)) {
        lines.push(format!("--header {}", shell::quoted(&format!("{name}: {value}"))));
    }
    let data =
        if is_long { format!("@- {}", shell::here_document(&body)) } else { format!("{}\n", shell::quoted(&body)) };
    lines.push(format!("--data-binary {data}"));

    let signing = Comments::Shell.line(wants);
    format!("{signing}\n{}", lines.join(" \\\n  "))
}

/// How the service usually knows who asks.
fn usual_scheme(call: &Call<'_>) -> Option<Scheme> {
    call.target.service.authentication.and_then(|authentication| authentication.schemes.first()).copied()
}
