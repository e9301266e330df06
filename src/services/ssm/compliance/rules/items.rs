//! The items of a report: their ids, and how much there is of them.

use std::borrow::Cow;

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::shown;
use crate::services::ssm::reading::{is_near, joined, map_bytes, size_of, text_bytes, written_bytes};
use crate::services::ssm::settings::Quotas;
use crate::text::scan;
use crate::text::string::quoted;

use super::super::view::{ComplianceItemEntry, PutComplianceItemsRequest};

pub const REPEATED_ITEM_ID: Rule = Rule {
    text: RuleText {
        name: "compliance/repeated-item-id",
        severity: Severity::Warning,
        summary: "two items share an `Id`",
        why: "whoever reads the report back cannot tell them apart, and the service may keep one of them alone",
        basis: Basis::Assumption("nothing states it; PutComplianceItems, Items"),
    },
    run: repeated_item_id,
};

fn repeated_item_id(request: Value<'_>, found: &mut Found<'_>) {
    let ids: Vec<Value<'_>> = PutComplianceItemsRequest(request).items().filter_map(ComplianceItemEntry::id).collect();
    let prints = ids.iter().enumerate().filter_map(|(place, id)| Some((fingerprint(&filled_text(*id)?), place as u32)));
    let mut prints: Vec<(u64, u32)> = prints.collect();
    keep_repeated(&mut prints);
    prints.sort_unstable();
    for group in prints.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let group: Vec<Value<'_>> = group.iter().filter_map(|(_, place)| ids.get(*place as usize).copied()).collect();
        for (index, id) in group.iter().enumerate() {
            let text = id.any_str();
            let Some(first) = group.iter().take(index).find(|other| other.any_str() == text) else { continue };
            found.at(*id, || {
                Draft::new(format!("`Id` {} is used again", shown(&text.unwrap_or_default())))
                    .help("give each item its own `Id`, or merge the two")
                    .related(first.path(), first.span(), "first used here")
            });
        }
    }
}

/// Keeps the fingerprints that may stand there twice: in most reports none. Each sets its bit in a table that
/// is far larger than their number, and where the bit is set already it may be one of those before.
fn keep_repeated(prints: &mut Vec<(u64, u32)>) {
    let mut table = vec![0u64; prints.len().next_power_of_two()];
    let mask = table.len() as u64 - 1;
    let mut again: Vec<u64> = Vec::new();
    for &(print, _) in prints.iter() {
        let Some(word) = table.get_mut((print >> 6 & mask) as usize) else { continue };
        let bit = 1 << (print & 63);
        if *word & bit != 0 {
            again.push(print);
        }
        *word |= bit;
    }
    again.sort_unstable();
    prints.retain(|(print, _)| again.binary_search(print).is_ok());
}

/// A number that equal texts share, and different ones hardly ever.
fn fingerprint(text: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(ODD);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(text.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)))
}

fn filled_text(id: Value<'_>) -> Option<Cow<'_, str>> {
    id.str().filter(|text| !text.is_empty())
}

pub const SPACE_AROUND_ITEM_ID: Rule = Rule {
    text: RuleText {
        name: "compliance/space-around-item-id",
        severity: Severity::Warning,
        summary: "an `Id` begins or ends with white space",
        why: "an id with a space or a line end is another id, which is hardly meant and never seen",
        basis: Basis::Assumption("the model lets any text through; PutComplianceItems, Items, Id"),
    },
    run: space_around_item_id,
};

fn space_around_item_id(request: Value<'_>, found: &mut Found<'_>) {
    for id in PutComplianceItemsRequest(request).items().filter_map(ComplianceItemEntry::id) {
        // Told without reading the text, where it begins and ends with a sign.
        let source = id.source().as_bytes();
        if matches!(source, [_, b'!'..=b'~', .., b'!'..=b'~', _]) && scan::find(source, 0, b'\\') == source.len() {
            continue;
        }
        let Some(text) = filled_text(id).filter(|text| text.trim().len() != text.len()) else { continue };
        found.at(id, || match text.trim() {
            "" => Draft::new("`Id` holds nothing but white space").help("write the id, or leave `Id` out"),
            meant => Draft::new(format!("{} begins or ends with white space", shown(&text)))
                .help("delete the white space; a script mostly gets it from the end of a line")
                .fix(format!("write {}", shown(meant)), Trust::Check, id.span(), quoted(meant)),
        });
    }
}

/// What the place is where a report can be cut in two.
const SPLIT: &str = "half of the limit is reached here: a second type of one's own could begin with this item";

const MEASURE: &str = "how the service measures is not known: here the items are counted as compact JSON";

pub const ITEMS_NEAR_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "compliance/items-near-the-size-limit",
        severity: Severity::Warning,
        summary: "the items take up more than four fifths of what one report may hold",
        why: "the next longer report is refused as a whole; how the service measures is not known, so this one may be, too",
        basis: Basis::Assumption(
            "the limit of 800 KB is a live answer (issue dev-sec/cis-dil-benchmark 121), its measure is not known",
        ),
    },
    run: |request, found| {
        let limit = Quotas::default().compliance_bytes;
        if found.is_told(&ITEMS_OVER_THE_SIZE_LIMIT.text) {
            return;
        }
        if let Some(Size { bytes, item, half, passed: None, .. }) =
            Size::of(request).filter(|size| is_near(size.bytes, limit))
        {
            found.at(item, || {
                let draft = Draft::new(size_of("`Items` up to here", bytes, limit))
                    .help(format!("keep `Details` short, or split the report into two types; {MEASURE}"));
                match half {
                    Some(half) => draft.related(half.path(), half.span(), SPLIT),
                    None => draft,
                }
            });
        }
    },
};

pub const ITEMS_OVER_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "compliance/items-over-the-size-limit",
        severity: Severity::Error,
        summary: "the items are larger than one report may be",
        why: "the service refuses the report as a whole",
        basis: Basis::Observation(
            "issues dev-sec/cis-dil-benchmark 121 and GSA/data.gov 3776: \"Compliance item can have up to 800 KB in total.\"",
        ),
    },
    run: |request, found| {
        let limit = Quotas::default().compliance_bytes;
        if let Some(Size { list, item, bytes, half, passed: Some(index) }) = Size::of(request) {
            found.at(item, || {
                let written = list.source().len();
                let draft = Draft::new(size_of("`Items` up to here", bytes, limit));
                let draft = match half {
                    Some(half) => draft.related(half.path(), half.span(), SPLIT),
                    None => draft,
                };
                draft
                    .help(format!(
                        "the whole list is written in {written} bytes; shorten `Details`, or send the items from this one (number {index}) on under a custom type of their own: \
                         a second call of the same type would replace the first; {MEASURE}"
                    ))
                    .exception("ItemSizeLimitExceededException")
            });
        }
    },
};

/// The size of the items as the emulator stores them, counted until it is over the limit.
struct Size<'t> {
    list: Value<'t>,
    bytes: u64,
    /// The last item that was counted.
    item: Value<'t>,
    /// The item in which half of the limit is passed.
    half: Option<Value<'t>>,
    /// Its index, where the limit is passed in it.
    passed: Option<usize>,
}

impl<'t> Size<'t> {
    /// None where it is far from the limit: a list is never shorter in the text than as compact JSON.
    fn of(request: Value<'t>) -> Option<Size<'t>> {
        let limit = Quotas::default().compliance_bytes;
        let list = PutComplianceItemsRequest(request).item_list()?;
        if list.source().len() as u64 <= limit / 5 * 4 {
            return None;
        }
        let measure = if list.source().contains('\\') { text_bytes } else { written_bytes };
        let mut size = Size { list, bytes: 1, item: list, half: None, passed: None };
        for (index, item) in list.elements().enumerate() {
            let bytes = item.compact_len(ComplianceItemEntry::MEMBERS).unwrap_or_else(|| item_bytes(item, measure));
            size.bytes += bytes as u64 + 1;
            size.item = item;
            if size.half.is_none() && size.bytes > limit / 2 {
                size.half = Some(item);
            }
            if size.bytes > limit {
                size.passed = Some(index);
                break;
            }
        }
        Some(size)
    }
}

fn item_bytes(item: Value<'_>, measure: fn(Value<'_>) -> usize) -> usize {
    let members = item.members().filter_map(|(index, value)| {
        let name = ComplianceItemEntry::MEMBERS.get(index?)?;
        let bytes = match value.kind() {
            NodeKind::Map => map_bytes(value, measure),
            NodeKind::String => measure(value),
            // `null` and what is broken is not stored.
            _ => return None,
        };
        Some(name.len() + 3 + bytes)
    });
    joined(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::walk::Form;
    use crate::report::Findings;
    use crate::services::target;

    #[test]
    fn the_quick_size_is_the_size() {
        let items = [
            r#"{"Severity":"HIGH","Status":"COMPLIANT"}"#,
            r#"{ "Id" : "\u0061\n\"", "Title":"ä", "Severity":"HIGH","Status":"COMPLIANT","Details":{} }"#,
            r#"{"Id":"","Severity":"LOW","Status":"COMPLIANT","Details":{"a":"b", "\u00e4":"😀" ,"c":""}}"#,
        ];
        let text = format!("{{\"Items\":[{}]}}", items.join(",\n "));
        let target = target("ssm:PutComplianceItems").unwrap();
        crate::check::walked(&target, text.as_bytes(), Form::Wire, &mut Findings::new(10), |request, _| {
            let list = PutComplianceItemsRequest(request).item_list().unwrap();
            assert_eq!(list.elements().count(), items.len());
            for item in list.elements() {
                let quick = item.compact_len(ComplianceItemEntry::MEMBERS);
                assert_eq!(quick, Some(item_bytes(item, text_bytes)), "{}", item.source());
            }
        });
    }
}
