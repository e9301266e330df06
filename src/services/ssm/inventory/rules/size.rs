//! How much one call may bring.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, RuleText, Severity};
use crate::services::ssm::reading::{is_near, map_bytes, size_of, text_bytes, written_bytes};
use crate::services::ssm::settings::Quotas;

use super::super::view::{InventoryItem, PutInventoryRequest};

const MEASURE: &str = "how the service measures is not known: here `Content` is counted as compact JSON";

pub const ITEM_NEAR_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "inventory/item-near-the-size-limit",
        severity: Severity::Warning,
        summary: "a content takes up more than four fifths of what one item may hold",
        why: "the next longer one is refused; how the service measures is not known, so this one may be, too",
        basis: Basis::Assumption(
            "the limit is that of the AWS General Reference, \"AWS Systems Manager endpoints and quotas\"; its measure is not known",
        ),
    },
    run: |request, found| {
        let limit = Quotas::default().item_bytes;
        for Size { bytes, last, .. } in sizes(request).filter(|size| is_near(size.bytes, limit)) {
            found.at(last, || {
                Draft::new(size_of("`Content` up to here", bytes, limit))
                    .help(format!("report less, or in several types; {MEASURE}"))
            });
        }
    },
};

pub const ITEM_OVER_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "inventory/item-over-the-size-limit",
        severity: Severity::Error,
        summary: "a content is larger than one item may be",
        why: "the service refuses the whole call",
        basis: Basis::Documentation(
            "AWS General Reference, \"AWS Systems Manager endpoints and quotas\": 1,024 KB of inventory data per item",
        ),
    },
    run: |request, found| {
        let limit = Quotas::default().item_bytes;
        for Size { bytes, passing, .. } in sizes(request) {
            let Some((index, entry)) = passing else { continue };
            found.at(entry, || {
                Draft::new(size_of("`Content`", bytes, limit))
                    .help(format!("report the entries from this one (number {index}) on under a type of their own, or less of each; {MEASURE}"))
                    .exception("ItemSizeLimitExceededException")
            });
        }
    },
};

pub const CALL_NEAR_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "inventory/call-near-the-size-limit",
        severity: Severity::Warning,
        summary: "the contents of a call take up more than four fifths of what it may bring",
        why: "the next longer call is refused; how the service measures is not known, so this one may be, too",
        basis: Basis::Assumption(
            "the limit is that of the AWS General Reference, \"AWS Systems Manager endpoints and quotas\"; its measure is not known",
        ),
    },
    run: |request, found| {
        let (limit, item_limit) = (Quotas::default().call_bytes, Quotas::default().item_bytes);
        let bytes = total(request);
        // One large item is told by itself.
        if is_near(bytes, limit)
            && !sizes(request).any(|size| is_near(size.bytes, item_limit))
            && let Some(name) = sizes(request).filter_map(|size| size.item.type_name()).last()
        {
            found.at(name, || {
                Draft::new(size_of("the contents up to this item", bytes, limit))
                    .help(format!("send the items in two calls; {MEASURE}"))
            });
        }
    },
};

pub const CALL_OVER_THE_SIZE_LIMIT: Rule = Rule {
    text: RuleText {
        name: "inventory/call-over-the-size-limit",
        severity: Severity::Error,
        summary: "the contents of a call are larger together than they may be",
        why: "the service refuses the whole call",
        basis: Basis::Documentation(
            "AWS General Reference, \"AWS Systems Manager endpoints and quotas\": 1 MB of inventory data per call",
        ),
    },
    run: |request, found| {
        let limit = Quotas::default().call_bytes;
        let bytes = total(request);
        if bytes <= limit || sizes(request).any(|size| size.passing.is_some()) {
            return;
        }
        let mut sum = 0;
        let passing = sizes(request).find(|size| {
            sum += size.bytes;
            sum > limit
        });
        if let Some(name) = passing.and_then(|size| size.item.type_name()) {
            found.at(name, || {
                Draft::new(size_of("the contents of this call", bytes, limit))
                    .help(format!("send the items from this one on in a second call, as the agent does; {MEASURE}"))
                    .exception("TotalSizeLimitExceededException")
            });
        }
    },
};

/// The size of a content as compact JSON.
struct Size<'t> {
    item: InventoryItem<'t>,
    bytes: u64,
    last: Value<'t>,
    /// The entry in which the limit of an item is passed, and its index.
    passing: Option<(usize, Value<'t>)>,
}

/// The sizes of the contents; none at all where the text as a whole is far from every limit, since nothing is
/// longer as compact JSON than in the text.
fn sizes(request: Value<'_>) -> impl Iterator<Item = Size<'_>> {
    let is_far =
        request.source().len() as u64 <= Quotas::default().item_bytes.min(Quotas::default().call_bytes) / 5 * 4;
    PutInventoryRequest(request).items().filter(move |_| !is_far).filter_map(Size::of)
}

fn total(request: Value<'_>) -> u64 {
    sizes(request).map(|size| size.bytes).sum()
}

impl<'t> Size<'t> {
    fn of(item: InventoryItem<'t>) -> Option<Size<'t>> {
        let content = item.content()?;
        let measure = if content.source().contains('\\') { text_bytes } else { written_bytes };
        let mut size = Size { item, bytes: 1, last: content, passing: None };
        for (index, entry) in content.elements().enumerate() {
            size.bytes += map_bytes(entry, measure) as u64 + 1;
            size.last = entry;
            if size.bytes > Quotas::default().item_bytes && size.passing.is_none() {
                size.passing = Some((index, entry));
            }
        }
        Some(size)
    }
}
