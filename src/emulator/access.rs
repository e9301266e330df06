//! Who asks: what a request says of its sender, and whether that is believed. It is looked at before anything else, so a
//! request that is not believed changes nothing and meets no fault.

use crate::hash::{Encoding, digest_encode};
use crate::services::{Authentication, Denial, Emulation, ScopeWords, Service};
use crate::text::string::fill;
use crate::wire::Request;
use crate::wire::signing::{Claim, Expected, Scheme, ScopePart, Working, Wrong, claim, verify};

use super::answer::{Meant, Outcome};
use super::{Emulator, Hosted};

/// Who asks where nobody says so.
pub(super) const ANYBODY: &str = "anonymous";

/// A request whose sender is not believed.
pub(super) struct Denied {
    /// The service with this index answers.
    index: usize,
    /// What the request was for.
    operation: Option<String>,
    /// Who it says that it is from.
    pub principal: String,
    name: &'static str,
    message: String,
    /// Why, in a clause.
    reason: String,
}

/// What is wrong with a request, told as its service does.
struct Told {
    name: &'static str,
    message: String,
    reason: String,
}

impl Emulator {
    /// Who asks, or why that is not believed.
    pub(super) fn sender(&self, request: &Request, meant: &Meant<'_>) -> Result<String, Denied> {
        let (index, operation) = match meant {
            Meant::Operation(index, target, _) => (*index, Some(target.id())),
            Meant::Service(index, _) => (*index, None),
            Meant::Brought(_) | Meant::Nobody => return Ok(ANYBODY.into()),
        };
        let hosted = self.hosted.get(index).map(|Hosted { service, .. }| *service);
        let Some((service, authentication)) = hosted.and_then(|service| Some((service, service.authentication?)))
        else {
            return Ok(ANYBODY.into());
        };
        let claimed = claim(authentication.schemes, request);
        let principal = self.principal_of(service, claimed);
        match self.believed(request, service, authentication, claimed) {
            Ok(()) => Ok(principal),
            Err(Told { name, message, reason }) => Err(Denied { index, operation, principal, name, message, reason }),
        }
    }

    /// The answer to a request whose sender is not believed.
    pub(super) fn denied(&self, denied: &Denied) -> Outcome {
        let Denied { index, operation, name, message, reason, .. } = denied;
        let request_id = self.read_id();
        let emulation = self.emulation(*index);
        let response = super::answer::refusal(emulation, &request_id, name, message);
        let (operation, denied) = (operation.clone(), Some(reason.clone()));
        let service = self.hosted.get(*index).filter(|_| operation.is_none());
        let service = service.map(|hosted| hosted.service.id.to_string());
        Outcome { operation, denied, ..Outcome::refused(response, service, name) }
    }

    /// Who a claim is of.
    fn principal_of(&self, service: &Service, claimed: Option<Claim<'_>>) -> String {
        let principal = |key: &str| {
            let template = service.emulation.map_or("", |Emulation { hosting, .. }| hosting.principal);
            template.replace("{key}", key)
        };
        match claimed {
            None | Some(Claim::Nobody) => ANYBODY.into(),
            Some(Claim::Key(_, key)) => self.options.principals.get(key).cloned().unwrap_or_else(|| principal(key)),
            Some(Claim::Token(token)) => match self.options.keys.holder_of(token) {
                Some(holder) => holder.into(),
                // Of one emulator a token has one name, which tells nothing of it.
                None => {
                    let mac = self.ids.mac(&[b"token", token.as_bytes()]);
                    let name = digest_encode(mac.get(..4).unwrap_or_default(), Encoding::Hex);
                    principal(&format!("token-{name}"))
                }
            },
        }
    }

    /// Believes a claim. Without keys or tokens to verify it by, any is believed.
    fn believed(
        &self,
        request: &Request,
        service: &Service,
        authentication: &Authentication,
        claimed: Option<Claim<'_>>,
    ) -> Result<(), Told> {
        let keys = &self.options.keys;
        let region = service.region_of(&request.url);
        let expected = Expected {
            now: self.now(),
            service: &service.clients.signing,
            region: region.as_deref(),
            usual_region: service.region,
            endpoint: &service.endpoint,
        };
        let verified =
            |scheme: Scheme| verify(scheme, request, keys, &expected).map_err(|wrong| told(authentication, wrong));
        match (claimed, &authentication.missing) {
            (None, None) => Ok(()),
            (None, Some(missing)) => Err(denial(missing, "the request says nothing of its sender".into())),
            (Some(Claim::Key(scheme, _)), _) if keys.has_keys() => verified(scheme),
            (Some(Claim::Nobody), missing) if keys.has_keys() || missing.is_some() => {
                let signature = authentication.schemes.iter().find(|scheme| **scheme != Scheme::Token);
                verified(signature.copied().unwrap_or(Scheme::Token))
            }
            (Some(Claim::Token(token)), _) if keys.has_tokens() && keys.holder_of(token).is_none() => {
                Err(denial(&authentication.unknown, "the token is not among those that are known here".into()))
            }
            _ => Ok(()),
        }
    }
}

/// What is wrong with a signature, in the words of a service.
fn told(authentication: &Authentication, wrong: Wrong) -> Told {
    match wrong {
        Wrong::Incomplete(clause) => denial(&authentication.incomplete, clause),
        Wrong::Unknown(clause) => denial(&authentication.unknown, clause),
        Wrong::Mismatch(clause, None) => denial(&authentication.mismatch, clause),
        Wrong::Mismatch(clause, Some(Working { canonical, string_to_sign })) => {
            let told = denial(&authentication.mismatch, clause);
            let working =
                format!("The canonical request is here\n'{canonical}'\n\nand the string to sign\n'{string_to_sign}'\n");
            Told { message: format!("{}\n\n{working}", told.message), ..told }
        }
        Wrong::Scope(part, given, wanted) => scope(authentication, part, &given, &wanted),
        Wrong::Expired(times) => times_of(&authentication.expired, &times, "the signature is too old"),
        Wrong::Early(times) => times_of(&authentication.early, &times, "the time of the signature has not come"),
    }
}

fn denial(Denial { name, message }: &Denial, clause: String) -> Told {
    Told { name, message: fill(message, &[("{detail}", &sentence(&clause))]), reason: clause }
}

fn scope(authentication: &Authentication, part: ScopePart, given: &str, wanted: &str) -> Told {
    let named = match part {
        ScopePart::Day => "day",
        ScopePart::Region => "region",
        ScopePart::Service => "service",
        ScopePart::End => "end",
    };
    let clause = format!("the scope of the credential names the {named} `{given}`, and not `{wanted}`");
    let Some(ScopeWords { day, region, service, end }) = &authentication.scope else {
        return denial(&authentication.mismatch, clause);
    };
    let words = match part {
        ScopePart::Day => day,
        ScopePart::Region => region,
        ScopePart::Service => service,
        ScopePart::End => end,
    };
    let message = fill(words, &[("{given}", given), ("{wanted}", wanted)]);
    Told { name: authentication.mismatch.name, message, reason: clause }
}

fn times_of(Denial { name, message }: &Denial, [given, now, bound]: &[String; 3], clause: &str) -> Told {
    let reason = format!("{clause}: it is of {given}, and it is {now} here");
    let values = [("{given}", &**given), ("{now}", now), ("{bound}", bound), ("{detail}", &sentence(&reason))];
    Told { name, message: fill(message, &values), reason }
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).chain(['.']).collect()
}
