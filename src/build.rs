//! From a request text to the request that would go over the wire. Nothing is sent.

use crate::check::walked;
use crate::hash::{HashOptions, hash_of};
use crate::labels::Labels;
use crate::misuse::Misuse;
use crate::model::rules;
use crate::model::tape::{NodeKind, Value};
use crate::model::walk::Form;
use crate::report::Findings;
use crate::services::{Target, target};
use crate::text::lines::positions;
use crate::text::string::quoted;
use crate::wire::compact::{Insert, Writer};
use crate::wire::rest_json::Parts;
use crate::wire::signing::{AUTHORIZATION, PLACEHOLDER, Scheme, TOKEN};
use crate::wire::{Protocol, Request, aws_json};

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// What the text is.
    pub form: Form,
    /// The region; the service's usual one where none is given.
    pub region: Option<String>,
    /// Where to send it; the service's own endpoint of the region where none is given.
    pub endpoint: Option<String>,
    /// Whether to put in the content hashes that are missing, as the agent computes them.
    pub fill_hashes: bool,
    /// Parts of the address by the names of their members, where the text does not carry them.
    pub labels: Labels,
    /// Whose request it is, for who does not look at signatures: there is none that a service would accept.
    pub access_key: Option<String>,
}

/// The request over the wire, without a signature; where the service usually wants a token, with something in its place. A
/// text that is no JSON object is refused; anything else is sent as it stands, findings or not, so that the service's answer
/// to it can be seen.
pub fn build(operation: &str, bytes: &[u8], options: &BuildOptions) -> Result<Request, Misuse> {
    let target = target(operation)?;
    let mut request = unsigned(&target, bytes, options)?;
    let schemes = target.service.authentication.map_or(&[][..], |authentication| authentication.schemes);
    if let Some(key) = &options.access_key {
        let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !is_key {
            return Err(Misuse::argument(format!("`{key}` is no access key: letters, digits and `_`")));
        }
        let region = options.region.as_deref().unwrap_or(target.service.region);
        let scope = [region, &*target.service.clients.signing];
        let named = schemes.iter().find_map(|scheme| scheme.unsigned(key, scope));
        request.headers.extend(named.map(|named| (AUTHORIZATION.into(), named)));
    } else if schemes.first() == Some(&Scheme::Token) {
        // A service that wants to know who asks would not look at the request without a token.
        request.headers.entry(TOKEN.into()).or_insert_with(|| PLACEHOLDER.into());
    }
    Ok(request)
}

fn unsigned(target: &Target, bytes: &[u8], options: &BuildOptions) -> Result<Request, Misuse> {
    let Some(protocol) = target.service.protocol else {
        let id = target.id();
        return Err(Misuse::argument(format!("`{id}` is a file, which is not sent: convert it into a request")));
    };
    let endpoint = endpoint_of(target, options)?;
    let (model, shapes) = (&*target.model, target.operation());
    with_request(target, bytes, options.form, |request| {
        let inserts = if options.fill_hashes { missing_hashes(target, request) } else { Vec::new() };
        let only_body = protocol == Protocol::RestJson1;
        let writer =
            Writer { model, only_body, keep_strangers: true, keep_nulls: !target.service.clients.own_form, inserts };
        let content_type = match protocol {
            Protocol::AwsJson1_0 => aws_json::CONTENT_TYPE_1_0,
            Protocol::AwsJson1_1 => aws_json::CONTENT_TYPE,
            Protocol::RestJson1 => {
                let (endpoint, prefixed) = (&*endpoint, options.endpoint.is_none());
                let labels = &options.labels;
                let parts = Parts { model, operation: shapes, request, endpoint, prefixed, labels, writer };
                return parts.request().map_err(Misuse::argument);
            }
        };
        let body = writer.json(request, shapes.input);
        Ok(aws_json::request(content_type, &model.service_name, &target.name, &endpoint, body))
    })?
}

/// Hands over a request that could be read as JSON, or says why it could not.
pub fn with_request<R>(
    target: &Target,
    bytes: &[u8],
    form: Form,
    use_it: impl FnOnce(Value<'_>) -> R,
) -> Result<R, Misuse> {
    let mut findings = Findings::new(1_000);
    let (text, result) = walked(target, bytes, form, &mut findings, |request, _| {
        (request.kind() == NodeKind::Structure).then(|| use_it(request))
    });
    let (findings, _) = findings.into_list();
    let unreadable =
        [rules::JSON_SYNTAX, rules::JSON_DEPTH, rules::JSON_ENCODING, rules::JSON_SIZE].map(|rule| rule.name);
    let worst = findings
        .iter()
        .find(|f| unreadable.contains(&f.rule))
        .or_else(|| findings.first().filter(|_| result.is_none()));
    match (worst, result) {
        (None, Some(result)) => Ok(result),
        (Some(finding), _) => {
            let position = positions(&text, &[finding.span.start]).first().copied().unwrap_or_default();
            let reason = format!("line {}, column {}: {}", position.line + 1, position.character + 1, finding.message);
            Err(Misuse::UnreadableText { reason })
        }
        (None, None) => Err(Misuse::UnreadableText { reason: "the text is not a JSON object".into() }),
    }
}

/// Where a request goes.
pub fn endpoint_of(target: &Target, options: &BuildOptions) -> Result<String, Misuse> {
    let region = options.region.as_deref().unwrap_or(target.service.region);
    let is_region = !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_region {
        return Err(Misuse::argument(format!(
            "`{region}` is no region: letters, digits and `-`, such as `{}`",
            target.service.region
        )));
    }
    match options.endpoint.as_deref() {
        None => {
            let own = target.service.own_endpoints.iter().find(|(known, _)| *known == region);
            Ok(own.map_or_else(|| target.service.endpoint.replace("{region}", region), |(_, url)| (*url).into()))
        }
        Some(url) if is_plain_url(url) => Ok(url.into()),
        Some(url) => Err(Misuse::argument(format!("`{url}` is no endpoint: write `http://` or `https://` and a host"))),
    }
}

fn is_plain_url(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '\\' | '`' | '<' | '>'))
    })
}

fn missing_hashes(target: &Target, request: Value<'_>) -> Vec<Insert> {
    let Some(hasher) = target.facts().and_then(|facts| facts.hashes) else { return Vec::new() };
    let contents = hasher(request);
    let missing = contents.iter().filter(|content| content.given.is_none());
    missing
        .filter_map(|content| {
            let hash = hash_of(request, content, HashOptions::default())?;
            let (object, name) = content.place;
            Some(Insert { object: object.span().start, name, value: quoted(&hash.digest) })
        })
        .collect()
}
