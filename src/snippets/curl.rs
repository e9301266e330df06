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
    // `--data-binary` makes a form of a request that sends nothing; only some methods want its length, which is then 0.
    let has_data = !body.is_empty() || matches!(&*call.request.method, "POST" | "PUT" | "PATCH");
    let own_method = if has_data { "POST" } else { "GET" };
    if call.request.method != own_method {
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
    let end = match (has_data, is_long) {
        (false, _) => "\n".into(),
        (true, true) => format!(" \\\n  --data-binary @- {}", shell::here_document(&body)),
        (true, false) => format!(" \\\n  --data-binary {}\n", shell::quoted(&body)),
    };
    let signing = Comments::Shell.line(wants);
    format!("{signing}\n{}{end}", lines.join(" \\\n  "))
}

/// How the service usually knows who asks.
fn usual_scheme(call: &Call<'_>) -> Option<Scheme> {
    call.target.service.authentication.and_then(|authentication| authentication.schemes.first()).copied()
}
