//! From a request to the same request signed. Nothing is sent, and nothing is kept; what is refused is told without what
//! may be a secret.

use crate::misuse::Misuse;
use crate::services::{Served, recognised};
use crate::wire::Request;
use crate::wire::address::host_of;
use crate::wire::signing::{Credentials, Scheme, Secret, signed};

/// How to sign.
#[derive(Debug, Default)]
pub struct SignOptions {
    /// A token.
    pub token: Option<Secret>,
    /// An access key.
    pub access_key: Option<String>,
    /// The secret that belongs to it.
    pub secret_key: Option<Secret>,
    /// The token of temporary keys.
    pub security_token: Option<Secret>,
    /// The account.
    pub domain_id: Option<String>,
    /// The scheme; the service's usual one for these credentials where none is given.
    pub scheme: Option<Scheme>,
    /// The region; that of the address, or the service's usual one, where none is given.
    pub region: Option<String>,
    /// The service's name in signatures; that of the service where none is given.
    pub service: Option<String>,
    /// The time, in milliseconds.
    pub time: i64,
}

/// A request with a signature or a token, in the place of those that it had.
pub fn sign(request: Request, options: SignOptions) -> Result<Request, Misuse> {
    let service = recognised(&request);
    let credentials = credentials(&options)?;
    let scheme = scheme(&options, &credentials, service.as_ref())?;
    if let Credentials::Key { domain, .. } = &credentials {
        fits(&request, scheme, &options, domain.is_some())?;
    }
    let scope = match scheme.is_scoped() {
        true => scope(&request, &options, service.as_ref())?,
        false => Default::default(),
    };
    Ok(signed(request, scheme, &credentials, [&scope[0], &scope[1]], options.time))
}

fn credentials(options: &SignOptions) -> Result<Credentials, Misuse> {
    let SignOptions { token, access_key, secret_key, security_token, domain_id, .. } = options;
    let hidden = |name: &str, secret: &Secret| header_text(name, secret.reveal());
    match (token, access_key, secret_key) {
        (Some(token), None, None) => {
            hidden("token", token)?;
            if security_token.is_some() || domain_id.is_some() {
                let both = "`securityToken` and `domainId` belong to an `accessKey`, and not to a `token`";
                return Err(Misuse::argument(both));
            }
            Ok(Credentials::Token(token.clone()))
        }
        (None, Some(id), Some(secret)) => {
            let is_name = |text: &str| {
                let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
                !text.is_empty() && text.bytes().all(is_plain)
            };
            for (name, text) in [("accessKey", Some(id)), ("domainId", domain_id.as_ref())] {
                if text.is_some_and(|text| !is_name(text)) {
                    return Err(Misuse::argument(format!("`{name}` is made of letters, digits, `-`, `_` and `.`")));
                }
            }
            if secret.reveal().trim() != secret.reveal() || secret.reveal().is_empty() {
                return Err(Misuse::argument("`secretKey` is empty, or has blanks or line ends around it"));
            }
            if let Some(token) = security_token {
                hidden("securityToken", token)?;
            }
            let (id, secret, token) = (id.clone(), secret.clone(), security_token.clone());
            Ok(Credentials::Key { id, secret, token, domain: domain_id.clone() })
        }
        (None, Some(_), None) => Err(Misuse::argument("an `accessKey` signs with its `secretKey`, which is missing")),
        (None, None, Some(_)) => Err(Misuse::argument("a `secretKey` belongs to an `accessKey`, which is missing")),
        (None, None, None) => {
            Err(Misuse::argument("give a `token`, or an `accessKey` with its `secretKey`, to sign with"))
        }
        (Some(_), _, _) => Err(Misuse::argument("give a `token` or an `accessKey`, and not both")),
    }
}

/// Whether a secret can stand in a header.
fn header_text(name: &str, text: &str) -> Result<(), Misuse> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Misuse::argument(format!("`{name}` is empty, or has characters that a header cannot carry, such as line ends")))
}

/// The scheme that is asked for, or the service's usual one for these credentials.
fn scheme(options: &SignOptions, credentials: &Credentials, service: Option<&Served>) -> Result<Scheme, Misuse> {
    let is_token = matches!(credentials, Credentials::Token(_));
    let what = if is_token { "a `token`" } else { "an `accessKey`" };
    let fits = |scheme: Scheme| (scheme == Scheme::Token) == is_token;
    let schemes = service.and_then(|service| service.authentication).map(|authentication| authentication.schemes);
    match (options.scheme, schemes) {
        (Some(scheme), _) if fits(scheme) => Ok(scheme),
        (Some(scheme), _) => Err(Misuse::argument(format!("{what} does not sign with `{}`", scheme.as_str()))),
        (None, Some(schemes)) => schemes.iter().copied().find(|scheme| fits(*scheme)).ok_or_else(|| {
            let names: Vec<String> = schemes.iter().map(|scheme| format!("`{}`", scheme.as_str())).collect();
            let service = service.map_or("", |service| &service.title);
            Misuse::argument(format!("{service} takes {}, for which {what} is of no use", names.join(" and ")))
        }),
        (None, None) if is_token => Ok(Scheme::Token),
        (None, None) => {
            let known = Scheme::ALL.into_iter().filter(|scheme| fits(*scheme));
            let names: Vec<String> = known.map(|scheme| format!("`{}`", scheme.as_str())).collect();
            Err(Misuse::argument(format!(
                "no service here knows this request: say with `scheme` how to sign it, {}",
                names.join(" or ")
            )))
        }
    }
}

/// Whether a scheme can sign a request with what is asked for.
fn fits(request: &Request, scheme: Scheme, options: &SignOptions, has_domain: bool) -> Result<(), Misuse> {
    let name = scheme.as_str();
    if host_of(&request.url).is_none() && request.header("Host").is_none() {
        return Err(Misuse::argument("the address has to be whole, with `https://` and a host: the host is signed"));
    }
    if let Some(most) = scheme.most().filter(|most| request.body.len() > *most) {
        let length = request.body.len();
        return Err(Misuse::argument(format!("the body is {length} bytes, and `{name}` signs at most {most}")));
    }
    let given = [("region", options.region.is_some()), ("service", options.service.is_some())];
    let scoped = given.iter().find(|(_, is_given)| *is_given && !scheme.is_scoped()).map(|(name, _)| *name);
    let foreign = scoped.or(Some("domainId").filter(|_| has_domain && !scheme.has_domain()));
    match foreign {
        Some(option) => Err(Misuse::argument(format!("`{option}` is no part of `{name}`"))),
        None => Ok(()),
    }
}

/// The region and the service that a signature is for.
fn scope(request: &Request, options: &SignOptions, service: Option<&Served>) -> Result<[String; 2], Misuse> {
    let region = options.region.clone().or_else(|| {
        let service = service?;
        Some(service.region_of(&request.url).unwrap_or_else(|| service.region.into()))
    });
    let name = options.service.clone().or_else(|| Some(service?.clients.signing.to_string()));
    let wanted = |option: &str, value: Option<String>| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let value = value.filter(|value| !value.is_empty() && value.bytes().all(is_plain));
        value.ok_or_else(|| {
            Misuse::argument(format!("`{option}` is part of the signature: letters, digits, `-`, `_` and `.`"))
        })
    };
    Ok([wanted("region", region)?, wanted("service", name)?])
}
