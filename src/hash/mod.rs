//! Content hashes: which bytes are hashed, and the digests. What is hashed of which request, and in which
//! order an agent writes its members, is the service's data.

mod digest;
pub mod texts;

use crate::check::walked;
use crate::misuse::Misuse;
use crate::model::tape::Value;
use crate::model::walk::Form;
use crate::report::Findings;
use crate::services::target;

pub use digest::{
    Algorithm, Encoding, base64url, digest, encode as digest_encode, from_base64url, hmac_sha256, sha256,
};

/// How to hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct HashOptions {
    /// What the text is.
    pub form: Form,
    /// The digest.
    pub algorithm: Algorithm,
    /// How the digest is written.
    pub encoding: Encoding,
    /// Which text of the content is hashed.
    pub scheme: Scheme,
}

/// Which text of a content is hashed. Producers differ, and the service cannot tell: it compares what it is
/// given with what it was given last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As an agent in Go does: the JSON of its own structures, in the order of their declaration.
    #[default]
    Agent,
    /// Compact JSON, members in the order of the text, as `JSON.stringify` writes it.
    Json,
    /// As Python's `json.dumps` writes it: `", "` and `": "`, everything but ASCII escaped.
    Python,
}

/// A content of a request that a hash belongs to.
pub struct Content<'t> {
    /// What is hashed.
    pub value: Value<'t>,
    /// The hash that the request gives.
    pub given: Option<Value<'t>>,
    /// The object that the hash belongs into, and the name it has there.
    pub place: (Value<'t>, &'static str),
    /// The texts that an agent may have hashed, the likeliest first; none where the content is broken.
    pub agent: fn(Value<'t>, Value<'t>) -> Vec<String>,
}

/// Finds the contents of a request.
pub type Hasher = for<'t> fn(Value<'t>) -> Vec<Content<'t>>;

/// A content hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentHash {
    /// JSON Pointer of what is hashed.
    pub path: String,
    /// The hash that the request gives.
    pub given: Option<String>,
    /// The hash as computed.
    pub digest: String,
    /// Whether the two are the same, where one is given.
    pub matches: Option<bool>,
    /// The exact text that was hashed.
    pub hashed: String,
}

/// The content hashes of a request; empty where the operation has none or the content cannot be read.
pub fn content_hashes(operation: &str, bytes: &[u8], options: HashOptions) -> Result<Vec<ContentHash>, Misuse> {
    let target = target(operation)?;
    let Some(hasher) = target.facts().and_then(|facts| facts.hashes) else { return Ok(Vec::new()) };
    let (_, hashes) = walked(&target, bytes, options.form, &mut Findings::new(0), |request, _| {
        hasher(request).iter().filter_map(|content| hash_of(request, content, options)).collect()
    });
    Ok(hashes)
}

/// The hash of one content; none where the content cannot be read as a whole.
pub fn hash_of<'t>(request: Value<'t>, content: &Content<'t>, options: HashOptions) -> Option<ContentHash> {
    if content.value.has_broken() {
        return None;
    }
    let given = content.given.and_then(Value::any_str).map(String::from);
    let texts = match options.scheme {
        Scheme::Agent => (content.agent)(request, content.value),
        Scheme::Json => vec![texts::json(content.value)],
        Scheme::Python => vec![texts::python(content.value)],
    };
    let mut all = texts.into_iter().map(|text| (digest(text.as_bytes(), options.algorithm, options.encoding), text));
    let likeliest = all.next()?;
    let is_given = |(digest, _): &(String, String)| given.as_ref() == Some(digest);
    let (digest, hashed) = if is_given(&likeliest) { likeliest } else { all.find(is_given).unwrap_or(likeliest) };
    let matches = given.as_ref().map(|given| *given == digest);
    Some(ContentHash { path: content.value.path(), given, digest, matches, hashed })
}
