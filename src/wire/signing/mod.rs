//! Who sends a request: tokens and signatures, made and verified. Each scheme of signatures is a file with what sets it
//! apart from others, the rest they share. Which schemes a service takes, and what it answers, is the service's data.
//! No secret is kept here beyond a call, and none is ever shown.

mod canonical;
mod claim;
mod differences;
mod keys;
mod sdk_hmac;
mod sigv4;
#[cfg(test)]
mod tests;
mod verify;

use crate::text::time::to_compact;

use super::Request;
use canonical::{Canonical, signed_names};

pub use claim::{Claim, claim};
pub use keys::{Keys, Secret};
pub use verify::{Expected, ScopePart, Working, Wrong, verify};

/// A way of saying who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// AWS Signature Version 4, in headers:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>.
    SigV4,
    /// SDK-HMAC-SHA256, which signs with the secret itself.
    SdkHmac,
    /// A token that somebody else made out, in a header.
    Token,
}

/// The header with a signature.
pub const AUTHORIZATION: &str = "Authorization";
/// The header with a token.
pub const TOKEN: &str = "X-Auth-Token";
/// What stands for the token in a request that is built without one.
pub const PLACEHOLDER: &str = "your-token-here";

/// What a request is signed with.
#[derive(Debug)]
pub enum Credentials {
    /// A token.
    Token(Secret),
    /// An access key.
    Key {
        /// Its id.
        id: String,
        /// The secret that belongs to it.
        secret: Secret,
        /// The token that temporary keys come with.
        token: Option<Secret>,
        /// The account, where a service wants it said.
        domain: Option<String>,
    },
}

/// What sets a scheme of signatures apart.
struct Method {
    /// What the header and the string to sign begin with.
    algorithm: &'static str,
    /// What the header calls the access key.
    access: &'static str,
    /// What ends the scope behind the access key; none where it has no scope.
    scope_end: Option<&'static str>,
    /// The header with the time.
    date: &'static str,
    /// The header with the token of temporary keys.
    token: &'static str,
    /// The header with the account, where there is one.
    domain: Option<&'static str>,
    /// The header that tells the digest of the body, or stands in for it.
    digest: &'static str,
    /// The most bytes of a body.
    most: Option<usize>,
    /// The path as it is signed.
    path: fn(&str) -> String,
    /// The query as it is signed.
    query: fn(&str) -> String,
    /// The value of a header as it is signed.
    value: fn(&str) -> String,
    /// Whether a header, by its name in small letters, has to be signed where it is there.
    must: fn(&str) -> bool,
    /// What stands in for the digest of the body.
    stand_in: fn(&Request) -> Option<&str>,
    /// Brings the headers about the body up to date.
    prepare: fn(&mut Request),
    /// The key that signs, made from the secret and the scope.
    key: fn(&str, &[&str]) -> Vec<u8>,
    /// Keys that are made by mistake, and which mistake.
    mistaken_keys: fn(&str, &[&str]) -> Vec<MistakenKey>,
}

/// A mistake, in a clause, and the key that comes of it.
type MistakenKey = (&'static str, Vec<u8>);

const METHODS: [&Method; 2] = [&sigv4::METHOD, &sdk_hmac::METHOD];

impl Scheme {
    /// Every scheme.
    pub const ALL: [Scheme; 3] = [Scheme::SigV4, Scheme::SdkHmac, Scheme::Token];

    /// The name in an option.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::SigV4 => "sigv4",
            Scheme::SdkHmac => "sdk-hmac-sha256",
            Scheme::Token => "token",
        }
    }

    /// The scheme with a name.
    pub fn of(name: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.as_str() == name)
    }

    /// Whether region and service are part of a signature.
    pub fn is_scoped(self) -> bool {
        self.method().is_some_and(|method| method.scope_end.is_some())
    }

    /// Whether the account can be part of a request.
    pub fn has_domain(self) -> bool {
        self.method().is_some_and(|method| method.domain.is_some())
    }

    /// The most bytes that a body may have.
    pub fn most(self) -> Option<usize> {
        self.method().and_then(|method| method.most)
    }

    /// The header of a signature with an access key that is none: it says whose the request is, to who does not look
    /// further. `scope` is the region and the service.
    pub fn unsigned(self, key: &str, scope: [&str; 2]) -> Option<String> {
        let method = self.method()?;
        let scope = scope_of(method, "19700101", scope);
        Some(header(method, key, &scope, "host", "none"))
    }

    /// How it signs; none for what is no signature.
    fn method(self) -> Option<&'static Method> {
        match self {
            Scheme::SigV4 => Some(&sigv4::METHOD),
            Scheme::SdkHmac => Some(&sdk_hmac::METHOD),
            Scheme::Token => None,
        }
    }
}

/// A request that says who sends it, in the place of all that it said before. `scope` is the region and the service.
pub fn signed(mut request: Request, scheme: Scheme, credentials: &Credentials, scope: [&str; 2], time: i64) -> Request {
    request.headers.retain(|name, _| !is_about_sender(name));
    let (id, secret, token, domain) = match credentials {
        Credentials::Token(token) => {
            request.headers.insert(TOKEN.into(), token.reveal().into());
            return request;
        }
        Credentials::Key { id, secret, token, domain } => (id, secret, token, domain),
    };
    let Some(method) = scheme.method() else { return request };
    let time = to_compact(time);
    (method.prepare)(&mut request);
    put(&mut request, method.date, time.clone());
    if let Some(token) = token {
        put(&mut request, method.token, token.reveal().into());
    }
    if let (Some(header), Some(domain)) = (method.domain, domain) {
        put(&mut request, header, domain.clone());
    }
    let canonical = Canonical::of(method, &request, &signed_names(&request));
    let scope = scope_of(method, &time, scope);
    let key = (method.key)(secret.reveal(), &scope);
    let signature = canonical::signature(&key, &canonical::string_to_sign(method, &time, &scope, &canonical.text()));
    let header = header(method, id, &scope, &canonical.names, &signature);
    request.headers.insert(AUTHORIZATION.into(), header);
    request
}

/// What says who signed, what, and with which signature.
fn header(method: &Method, key: &str, scope: &[&str], names: &str, signature: &str) -> String {
    let Method { algorithm, access, .. } = method;
    let credential = match method.scope_end {
        Some(_) => format!("{key}/{}", scope.join("/")),
        None => key.into(),
    };
    format!("{algorithm} {access}={credential}, SignedHeaders={names}, Signature={signature}")
}

/// Day, region and service, and what ends them.
fn scope_of<'s>(method: &Method, time: &'s str, [region, service]: [&'s str; 2]) -> Vec<&'s str> {
    let mut scope = vec![time.get(..8).unwrap_or_default(), region, service];
    scope.extend(method.scope_end);
    scope
}

/// Whether a header says who sends the request, or when it was signed.
fn is_about_sender(name: &str) -> bool {
    let of_methods = METHODS.iter().flat_map(|method| [method.date, method.token]);
    of_methods.chain([TOKEN, AUTHORIZATION]).any(|known| known.eq_ignore_ascii_case(name))
}

/// A digest that was made for another body would be signed and refused. Words in its place are kept.
fn refresh_digest(request: &mut Request, header: &str) {
    let is_digest = |value: &str| value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
    if request.header(header).is_some_and(is_digest) {
        let digest = canonical::digest_of(&request.body);
        put(request, header, digest);
    }
}

/// Sets a header in the place of the same in any case.
fn put(request: &mut Request, name: &str, value: String) {
    request.headers.retain(|known, _| !known.eq_ignore_ascii_case(name));
    request.headers.insert(name.into(), value);
}
