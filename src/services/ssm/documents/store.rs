//! What the service keeps of documents: names, versions, reviews. Those that the vendor owns are here from the start;
//! they are written by us and stand in for the vendor's of the same names.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::services::ssm::state::SsmState;
use crate::text::yaml::yaml;

use super::builtin::BUILT_IN;

/// The owner of what the service brings along.
pub const AMAZON: &str = "Amazon";

/// The documents of the account, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentStore {
    /// By name.
    pub documents: BTreeMap<String, Document>,
}

/// A document with its versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The account that owns it.
    pub owner: String,
    /// The type, in the service's word.
    pub kind: String,
    /// Who made it.
    pub author: String,
    /// The kind of resource that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
    /// Tags, keys and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<(String, String)>,
    /// What it needs, as it was given: JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
    /// The version that is meant where none is named.
    pub default_version: u64,
    /// The greatest number that a version ever had.
    pub last_number: u64,
    /// By number.
    // INVARIANT: the default version is one of them.
    pub versions: BTreeMap<u64, Version>,
}

/// A version of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// When it was made, in milliseconds.
    pub created: i64,
    /// Its name, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The document's name for people, as of this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `JSON`, `YAML` or `TEXT`.
    pub format: String,
    /// The content, as it was given.
    pub content: String,
    /// The names of its attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// Its review.
    #[serde(default, skip_serializing_if = "Review::is_none")]
    pub review: Review,
}

/// How far the review of a version is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The status.
    pub status: ReviewStatus,
    /// Who reviewed it last and when, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<(String, i64)>,
}

impl Review {
    fn is_none(&self) -> bool {
        *self == Review::default()
    }
}

/// The status of a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewStatus {
    /// Nobody asked for a review.
    #[default]
    NotReviewed,
    /// A review was asked for.
    Pending,
    /// It was approved.
    Approved,
    /// It was rejected, or a later version was approved.
    Rejected,
}

impl ReviewStatus {
    /// The service's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ReviewStatus::NotReviewed => "NOT_REVIEWED",
            ReviewStatus::Pending => "PENDING",
            ReviewStatus::Approved => "APPROVED",
            ReviewStatus::Rejected => "REJECTED",
        }
    }
}

/// A version of a document as whoever runs it needs it.
#[derive(Clone, Debug)]
pub struct Stored<'s> {
    /// The document's name.
    pub name: &'s str,
    /// The number of the version.
    pub number: u64,
    /// The document.
    pub document: &'s Document,
    /// The version.
    pub version: &'s Version,
    /// The content, whatever its format; null where it is neither JSON nor YAML.
    pub content: Value,
}

/// What was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no such document.
    Document,
    /// The document has no such version.
    Version,
}

/// The content of a document, by its name or ARN, and by `$DEFAULT`, `$LATEST` or the number of a version.
pub fn content_of<'s>(state: &'s SsmState, name: &str, version: Option<&str>) -> Result<Stored<'s>, Missing> {
    let (name, own) = name_in(name);
    let (name, document) = state.documents.find(name).ok_or(Missing::Document)?;
    let number = document.number_of(version.or(own)).ok_or(Missing::Version)?;
    let version = document.versions.get(&number).ok_or(Missing::Version)?;
    let content = parsed(&version.format, &version.content).unwrap_or_default();
    Ok(Stored { name, number, document, version, content })
}

/// A content as JSON, where it is JSON or YAML.
pub fn parsed(format: &str, content: &str) -> Option<Value> {
    match format {
        "YAML" => {
            let yaml = yaml(content);
            yaml.is_whole().then(|| serde_json::from_str(&yaml.json).ok()).flatten()
        }
        "JSON" => serde_json::from_str(content).ok(),
        _ => None,
    }
}

/// The name that an ARN ends with, and the version behind it, if there is one.
pub fn name_in(name_or_arn: &str) -> (&str, Option<&str>) {
    if !name_or_arn.starts_with("arn:") {
        return (name_or_arn, None);
    }
    let name = name_or_arn.split_once('/').map_or(name_or_arn, |(_, name)| name);
    name.split_once(':').map_or((name, None), |(name, version)| (name, Some(version)))
}

impl DocumentStore {
    /// A document of the account, or of the vendor.
    pub fn find(&self, name: &str) -> Option<(&str, &Document)> {
        let found = self.documents.get_key_value(name).or_else(|| built_in().get_key_value(name));
        found.map(|(name, document)| (name.as_str(), document))
    }

    /// All documents from a name on, by name.
    pub fn from<'s>(&'s self, name: &str) -> impl Iterator<Item = (&'s str, &'s Document)> {
        let mut own = self.documents.range(name.to_string()..).peekable();
        let mut others = built_in().range(name.to_string()..).peekable();
        std::iter::from_fn(move || {
            let is_own = match (own.peek(), others.peek()) {
                (Some((a, _)), Some((b, _))) => a <= b,
                (own, _) => own.is_some(),
            };
            let next = if is_own { own.next() } else { others.next() };
            next.map(|(name, document)| (name.as_str(), document))
        })
    }
}

impl Document {
    /// The number of a version that is named by number or by `$DEFAULT` (as where nothing is said) or `$LATEST`.
    pub fn number_of(&self, version: Option<&str>) -> Option<u64> {
        let number = match version {
            None | Some("$DEFAULT" | "") => self.default_version,
            Some("$LATEST") => self.latest(),
            Some(number) => number.parse().ok()?,
        };
        self.versions.contains_key(&number).then_some(number)
    }

    /// The number of the newest version.
    pub fn latest(&self) -> u64 {
        self.versions.last_key_value().map_or(self.default_version, |(number, _)| *number)
    }
}

/// The documents that are here from the start.
pub fn built_in() -> &'static BTreeMap<String, Document> {
    static DOCUMENTS: OnceLock<BTreeMap<String, Document>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let made = BUILT_IN.iter().map(|(name, kind, content)| {
            let review = Review { status: ReviewStatus::Approved, reviewed: None };
            let review = if *kind == super::CHANGE_TEMPLATE { review } else { Review::default() };
            let version = Version { format: "YAML".into(), content: (*content).into(), review, ..Version::default() };
            let document = Document {
                owner: AMAZON.into(),
                kind: (*kind).into(),
                author: AMAZON.into(),
                default_version: 1,
                last_number: 1,
                versions: [(1, version)].into(),
                ..Document::default()
            };
            ((*name).to_string(), document)
        });
        made.collect()
    })
}
