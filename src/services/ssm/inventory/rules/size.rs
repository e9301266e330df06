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
        for Size { bytes, last, half, .. } in sizes(request).filter(|size| is_near(size.bytes, limit)) {
            found.at(last, || {
                let draft = Draft::new(size_of("`Content` up to here", bytes, limit))
                    .help(format!("report less, or in several types; {MEASURE}"));
                match half {
                    Some(half) => draft.related(half.path(), half.span(), SPLIT),
                    None => draft,
                }
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
                let draft = Draft::new(size_of("the contents up to this item", bytes, limit))
                    .help(format!("send the items in two calls; {MEASURE}"));
                match first_of_the_second_call(request, bytes) {
                    Some(first) => {
                        draft.related(first.path(), first.span(), "the second call could begin with this item")
                    }
                    None => draft,
                }
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

pub const SHARE_OF_THE_DAY: Rule = Rule::new(
    "inventory/share-of-the-day",
    Severity::Info,
    "so much cannot be sent every hour",
    "what a node reports on one day has a limit of its own: calls beyond it are refused until the next day",
    Basis::Documentation(
        "AWS General Reference, \"AWS Systems Manager endpoints and quotas\": 5,000 KB of inventory data for a node and day",
    ),
    |request, found| {
        let day = Quotas::default().day_bytes;
        let hourly = day / 24;
        // What is large for a call is told, and counted, already.
        let told =
            [CALL_OVER_THE_SIZE_LIMIT, CALL_NEAR_THE_SIZE_LIMIT, ITEM_OVER_THE_SIZE_LIMIT, ITEM_NEAR_THE_SIZE_LIMIT];
        if request.source().len() as u64 <= hourly || told.iter().any(|rule| found.is_told(&rule.text)) {
            return;
        }
        let bytes: u64 = PutInventoryRequest(request).items().filter_map(Size::of).map(|size| size.bytes).sum();
        if bytes > hourly
            && let Some(list) = PutInventoryRequest(request).item_list()
        {
            found.at(list, || {
                Draft::new(format!(
                    "the contents of this call are {bytes} bytes: {} such calls fill the day",
                    day / bytes
                ))
                .help("send a hash without `Content` for each type that has not changed, or report less often")
            });
        }
    },
);

const SPLIT: &str = "half of it stands before this entry: a second type could begin here";

/// The item before which at least half of a call stands.
fn first_of_the_second_call(request: Value<'_>, whole: u64) -> Option<Value<'_>> {
    let mut before = 0;
    let first = sizes(request).find(|size| {
        let is_half = before >= whole / 2;
        before += size.bytes;
        is_half
    })?;
    first.item.type_name()
}

/// The size of a content as compact JSON.
struct Size<'t> {
    item: InventoryItem<'t>,
    bytes: u64,
    last: Value<'t>,
    /// The entry in which half of the limit of an item is passed.
    half: Option<Value<'t>>,
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
        let mut size = Size { item, bytes: 1, last: content, half: None, passing: None };
        for (index, entry) in content.elements().enumerate() {
            size.bytes += map_bytes(entry, measure) as u64 + 1;
            size.last = entry;
            if size.half.is_none() && size.bytes > Quotas::default().item_bytes / 2 {
                size.half = Some(entry);
            }
            if size.bytes > Quotas::default().item_bytes && size.passing.is_none() {
                size.passing = Some((index, entry));
            }
        }
        Some(size)
    }
}
