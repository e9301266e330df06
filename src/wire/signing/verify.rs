//! Whether a signature is that of the request which carries it; if not, which part of the two differs. What is asked
//! comes in the order in which a fault explains those behind it.

use crate::text::order::sort_by;
use crate::text::string::shortened;
use crate::text::time::{parse_compact, parse_http_date, to_compact};
use crate::wire::Request;

use super::canonical::{Canonical, digest_of, signature, string_to_sign, value_of};
use super::differences::{Work, usual_mistake};
use super::keys::{Keys, Known};
use super::{METHODS, Method, Scheme, scope_of};

/// How far the time of a request may be from the verifier's.
const TOLERANCE_MINUTES: i64 = 15;

/// What a verifier knows beside the request.
pub struct Expected<'e> {
    /// The time, in milliseconds.
    pub now: i64,
    /// The service's name in signatures.
    pub service: &'e str,
    /// The region, where the address tells it.
    pub region: Option<&'e str>,
    /// The service's usual region.
    pub usual_region: &'e str,
    /// Where the service is, `{region}` for the region: the request may be signed for there.
    pub endpoint: &'e str,
}

/// Why a signature is not believed. Clauses are lower-case, without a full stop.
#[derive(Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is not whole: what is missing, in a clause.
    Incomplete(String),
    /// The access key, or the token of it, is not known: which, in a clause.
    Unknown(String),
    /// It is made for something else.
    Scope(ScopePart, String, String),
    /// It is too old: its time, the time, and the earliest that is taken.
    Expired([String; 3]),
    /// Its time has not come: its time, the time, and the latest that is taken.
    Early([String; 3]),
    /// It is that of another request: what differs, in a clause, and the working where that is all that helps.
    Mismatch(String, Option<Working>),
}

/// A part of the scope of a signature; what it is and what it should be go with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopePart {
    /// The day.
    Day,
    /// The region.
    Region,
    /// The service.
    Service,
    /// The words at the end.
    End,
}

/// The texts that were signed here. They hold no secret.
#[derive(Debug, PartialEq, Eq)]
pub struct Working {
    /// The request as it is signed.
    pub canonical: String,
    /// What its digest is signed in.
    pub string_to_sign: String,
}

/// Believes the signature of a request, or says why not.
pub fn verify(scheme: Scheme, request: &Request, keys: &Keys, expected: &Expected<'_>) -> Result<(), Wrong> {
    let Some(method) = scheme.method() else { return Ok(()) };
    let signature = Parsed::of(method, request)?;
    let known = keys.of_access_key(signature.id);
    let known = known.ok_or_else(|| {
        Wrong::Unknown(format!(
            "the access key `{}` is not among the keys that are known here",
            shortened(signature.id)
        ))
    })?;
    token(method, request, known)?;
    let (time, millis) = time_of(method, request)?;
    let scope = scope(method, &signature, &time, expected)?;
    in_time(millis, expected.now)?;
    names(method, request, &signature)?;
    digest(method, request)?;
    work(method, request, &signature, (&time, &scope), known, expected)
}

/// What stands in the header.
struct Parsed<'r> {
    /// The access key.
    id: &'r str,
    /// What stands behind it.
    scope: Vec<&'r str>,
    names: Vec<&'r str>,
    signature: &'r str,
}

impl<'r> Parsed<'r> {
    fn of(method: &Method, request: &'r Request) -> Result<Parsed<'r>, Wrong> {
        let header = request.header("Authorization").unwrap_or_default().trim();
        let (algorithm, rest) = header.split_once(' ').unwrap_or((header, ""));
        if algorithm != method.algorithm {
            let given = shortened(algorithm);
            return Err(Wrong::Incomplete(format!("the algorithm is `{given}`, and `{}` is wanted", method.algorithm)));
        }
        let parts: Vec<(&str, &str)> = rest.split(',').filter_map(|part| part.trim().split_once('=')).collect();
        let part = |name: &str| {
            let found = parts.iter().find(|(known, value)| *known == name && !value.is_empty());
            found.map(|(_, value)| *value).ok_or_else(|| format!("`{name}` is missing in the header `Authorization`"))
        };
        let (credential, names, signature) = match (part(method.access), part("SignedHeaders"), part("Signature")) {
            (Ok(credential), Ok(names), Ok(signature)) => (credential, names, signature),
            (credential, names, signature) => {
                let missing = [credential.err(), names.err(), signature.err()];
                return Err(Wrong::Incomplete(missing.into_iter().flatten().collect::<Vec<_>>().join("; ")));
            }
        };
        let mut parts = credential.split('/');
        let id = parts.next().unwrap_or_default();
        let scope: Vec<&str> = parts.collect();
        if method.scope_end.is_some() && scope.len() != 4 {
            let (access, end) = (method.access, method.scope_end.unwrap_or_default());
            let form = format!("`{access}` has to be an access key, a day, a region, a service and `{end}`");
            return Err(Wrong::Incomplete(format!("{form}, with a `/` between two of them")));
        }
        Ok(Parsed { id, scope, names: names.split(';').collect(), signature })
    }
}

/// The token of temporary keys.
fn token(method: &Method, request: &Request, known: &Known) -> Result<(), Wrong> {
    let given = request.header(method.token);
    let wanted = known.token.as_ref().map(|token| token.reveal());
    let why = match (given, wanted) {
        (given, wanted) if given == wanted => return Ok(()),
        (None, _) => "is missing, and the access key is a temporary one",
        (Some(_), None) => "is there, and the access key is no temporary one",
        (Some(_), Some(_)) => "is not that of the access key",
    };
    Err(Wrong::Unknown(format!("the token in `{}` {why}", method.token)))
}

/// The time of a request, as it is signed and in milliseconds.
fn time_of(method: &Method, request: &Request) -> Result<(String, i64), Wrong> {
    let own = request.header(method.date).map(str::trim);
    let read = own.map_or_else(
        || request.header("Date").and_then(|date| parse_http_date(date.trim())),
        |own| parse_compact(own).map(|time| time.millis),
    );
    let named = method.date;
    let millis = read.ok_or_else(|| {
        Wrong::Incomplete(match own {
            Some(own) => format!("`{named}` is `{}`, and has to be a time as `20250312T060000Z`", shortened(own)),
            None => format!("`{named}` is missing: the time of the signature"),
        })
    })?;
    Ok((own.map_or_else(|| to_compact(millis), String::from), millis))
}

/// What the signature is for, where it says so, is what it should be for.
fn scope<'s>(
    method: &Method,
    signature: &Parsed<'s>,
    time: &'s str,
    expected: &Expected<'s>,
) -> Result<Vec<&'s str>, Wrong> {
    let region = signature.scope.get(1).copied().filter(|_| method.scope_end.is_some());
    let wanted =
        scope_of(method, time, [expected.region.or(region).unwrap_or(expected.usual_region), expected.service]);
    if method.scope_end.is_some() {
        let parts = [ScopePart::Day, ScopePart::Region, ScopePart::Service, ScopePart::End];
        for (part, (given, wanted)) in parts.into_iter().zip(signature.scope.iter().zip(&wanted)) {
            if given != wanted {
                return Err(Wrong::Scope(part, shortened(given), wanted.to_string()));
            }
        }
    }
    Ok(wanted)
}

fn in_time(millis: i64, now: i64) -> Result<(), Wrong> {
    let tolerance = TOLERANCE_MINUTES * 60_000;
    let told = |bound: i64| [millis, now, bound].map(to_compact);
    match millis - now {
        ahead if ahead > tolerance => Err(Wrong::Early(told(now + tolerance))),
        ahead if ahead < -tolerance => Err(Wrong::Expired(told(now - tolerance))),
        _ => Ok(()),
    }
}

/// All is signed that has to be, and all is there that is signed.
fn names(method: &Method, request: &Request, signature: &Parsed<'_>) -> Result<(), Wrong> {
    let there = request.headers.keys().map(|name| name.to_ascii_lowercase());
    let unsigned = there.chain(["host".into()]).find(|name| (method.must)(name) && !signature.names.contains(&&**name));
    if let Some(name) = unsigned {
        return Err(Wrong::Mismatch(format!("`{name}` is not among the signed headers, and has to be"), None));
    }
    let absent = signature.names.iter().find(|name| value_of(request, name, method.value).is_none());
    match absent {
        Some(name) => Err(Wrong::Mismatch(
            format!("`{}` is named among the signed headers, and the request came without it", shortened(name)),
            None,
        )),
        None => Ok(()),
    }
}

/// The digest that the request names is that of its body.
fn digest(method: &Method, request: &Request) -> Result<(), Wrong> {
    let given = (method.stand_in)(request).filter(|given| given.len() == 64);
    let found = digest_of(&request.body);
    match given {
        Some(given) if !given.eq_ignore_ascii_case(&found) => Err(Wrong::Mismatch(
            format!(
                "the body differs: `{}` is the digest of another one, and that of the {} bytes that came is {found}",
                method.digest,
                request.body.len()
            ),
            None,
        )),
        _ => Ok(()),
    }
}

/// The signature itself.
fn work(
    method: &'static Method,
    request: &Request,
    given: &Parsed<'_>,
    (time, scope): (&str, &[&str]),
    known: &Known,
    expected: &Expected<'_>,
) -> Result<(), Wrong> {
    let mut names: Vec<String> = given.names.iter().map(|name| name.to_string()).collect();
    sort_by(&mut names, String::cmp);
    let canonical = Canonical::of(method, request, &names);
    let key = (method.key)(known.secret.reveal(), scope);
    let text = canonical.text();
    let string_to_sign = string_to_sign(method, time, scope, &text);
    if signature(&key, &string_to_sign) == given.signature {
        return Ok(());
    }
    let endpoint = expected.endpoint.replace("{region}", scope.get(1).copied().unwrap_or_default());
    let work = Work {
        method,
        request,
        canonical: &canonical,
        time,
        scope,
        secret: known.secret.reveal(),
        key: &key,
        given: given.signature,
        names: given.names.join(";"),
        endpoint,
    };
    if let Some(mistake) = usual_mistake(&work) {
        return Err(Wrong::Mismatch(mistake, None));
    }
    let why = "the secret key is another one, or a part that is signed was changed on the way: none of the usual \
               mistakes gives this signature";
    let canonical = shown(canonical).text();
    Err(Wrong::Mismatch(why.into(), Some(Working { canonical, string_to_sign })))
}

/// Without the tokens, which are credentials as the secret is.
fn shown(mut canonical: Canonical) -> Canonical {
    for (name, value) in &mut canonical.headers {
        if METHODS.iter().any(|method| method.token.eq_ignore_ascii_case(name)) {
            *value = "…".into();
        }
    }
    canonical
}
