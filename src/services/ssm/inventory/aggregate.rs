//! Aggregations: nodes counted by attributes of their entries, and by groups.

use std::collections::{BTreeMap, BTreeSet};

use crate::emulator::{Exception, Output};
use crate::services::reading::text;
use crate::text::order::gathered;
use crate::text::string::quoted;

use super::filters::Filter;
use super::stock::{NodeFilter, Stock};
use super::types::{aggregatable, known};
use super::view::InventoryAggregator;

/// Combinations of values that one node may have in an aggregation, as many as an item may have entries: attributes of
/// different types are combined each with each, and the number of combinations has to end somewhere.
const COMBINATIONS: usize = 10_000;

/// Paths through nested aggregators that are counted in one answer, for the same reason.
const PATHS: usize = 100;

/// An aggregator of a request, with all that it nests.
#[derive(Default)]
pub struct Aggregation {
    /// Each way from the outermost expression to an innermost one.
    paths: Vec<Vec<Column>>,
    groups: Vec<Group>,
}

#[derive(Clone)]
struct Column {
    type_name: String,
    attribute: String,
    /// What the rows of the answer call it.
    name: String,
}

struct Group {
    name: String,
    filters: Vec<NodeFilter>,
}

impl Aggregation {
    /// Reads an aggregator.
    pub fn of(view: InventoryAggregator<'_>, stock: Stock<'_>) -> Result<Aggregation, Exception> {
        let mut aggregation = Aggregation::default();
        aggregation.read(view, &[], stock)?;
        if aggregation.paths.len() > PATHS {
            return Err(refused(&format!("An aggregator can have up to {PATHS} innermost expressions.")));
        }
        let mut names: BTreeSet<&str> = gathered(aggregation.types());
        match aggregation.groups.iter().find(|group| !names.insert(&group.name)) {
            Some(group) => {
                let message = format!("The group name {} is used more than once.", group.name);
                Err(Exception::new("InvalidInventoryGroupException", message))
            }
            None => Ok(aggregation),
        }
    }

    fn read(&mut self, view: InventoryAggregator<'_>, outer: &[Column], stock: Stock<'_>) -> Result<(), Exception> {
        let mut path = outer.to_vec();
        let expression = text(view.expression());
        if let Some(expression) = &expression {
            path.push(column(expression, outer, stock)?);
        }
        let groups = self.groups.len();
        for group in view.groups() {
            let filters = group.filters().map(|filter| stock.filter(Filter::of(filter), true));
            let name = text(group.name()).unwrap_or_default();
            self.groups.push(Group { name, filters: filters.collect::<Result<_, _>>()? });
        }
        if expression.is_none() && self.groups.len() == groups {
            return Err(refused("An aggregator has neither an expression nor groups."));
        }
        let paths = self.paths.len();
        for inner in view.aggregators() {
            self.read(inner, &path, stock)?;
        }
        if expression.is_some() && self.paths.len() == paths {
            self.paths.push(path);
        }
        Ok(())
    }

    /// The types of the outermost expressions, in order.
    fn types(&self) -> impl Iterator<Item = &str> {
        let mut seen = BTreeSet::new();
        let outermost = self.paths.iter().filter_map(|path| path.first()).map(|column| column.type_name.as_str());
        outermost.filter(move |name| seen.insert(*name))
    }

    /// Counts nodes, in one pass over them, and gives the entity of the answer.
    pub fn count<'s>(&self, stock: Stock<'s>, nodes: impl Iterator<Item = &'s str>) -> Result<String, Exception> {
        let mut counts: Vec<BTreeMap<Vec<String>, u64>> = vec![BTreeMap::new(); self.paths.len()];
        let mut matching: Vec<u64> = vec![0; self.groups.len()];
        let mut all = 0;
        for node in nodes {
            all += 1;
            for (path, counts) in self.paths.iter().zip(&mut counts) {
                for values in combinations(stock, node, path)? {
                    *counts.entry(values).or_default() += 1;
                }
            }
            for (group, matching) in self.groups.iter().zip(&mut matching) {
                *matching += u64::from(group.filters.iter().all(|filter| stock.holds(node, filter)));
            }
        }
        let mut data = Output::default();
        for type_name in self.types() {
            let of_type = self
                .paths
                .iter()
                .zip(&counts)
                .filter(|(path, _)| path.first().is_some_and(|c| c.type_name == type_name));
            let rows =
                of_type.flat_map(|(path, counts)| counts.iter().map(move |(values, count)| row(path, values, *count)));
            data = data.json(type_name, &content(rows));
        }
        for (group, matching) in self.groups.iter().zip(matching) {
            let counts = [("notMatchingCount", all - matching), ("matchingCount", matching)];
            let rows =
                counts.into_iter().map(|(name, count)| Output::default().text(name, &count.to_string()).finish());
            data = data.json(&group.name, &content(rows));
        }
        Ok(Output::default().json("Data", &data.finish()).finish())
    }
}

fn content(rows: impl Iterator<Item = String>) -> String {
    Output::default().json("Content", &format!("[{}]", rows.collect::<Vec<_>>().join(","))).finish()
}

fn refused(message: &str) -> Exception {
    Exception::new("InvalidAggregatorException", message)
}

/// Reads an expression. Where the path has an attribute of the same name already, this one is called by its whole name.
fn column(expression: &str, outer: &[Column], stock: Stock<'_>) -> Result<Column, Exception> {
    let counted = stock.attribute_named(expression).filter(|(of, attribute)| {
        known(of).is_none() || aggregatable(of).is_some_and(|mut all| all.any(|known| known == *attribute))
    });
    let Some((type_name, attribute)) = counted else {
        return Err(refused(&format!("The expression {expression} isn't valid.")));
    };
    if outer.iter().any(|column| column.type_name == type_name && column.attribute == attribute) {
        return Err(refused(&format!("The expression {expression} is nested in itself.")));
    }
    let is_taken = attribute == "Count" || outer.iter().any(|column| column.attribute == attribute);
    let name = if is_taken { expression } else { attribute };
    Ok(Column { type_name: type_name.into(), attribute: attribute.into(), name: name.into() })
}

/// A row of an answer: the count, and the values from the innermost to the outermost as in the vendor's samples.
fn row(path: &[Column], values: &[String], count: u64) -> String {
    let mut out = format!("{{\"Count\":\"{count}\"");
    for (column, value) in path.iter().zip(values).rev() {
        out.push(',');
        out.push_str(&quoted(&column.name));
        out.push(':');
        out.push_str(&quoted(value));
    }
    out + "}"
}

/// The different values along a path that a node has. Attributes of one type are those of one entry.
fn combinations<'s>(stock: Stock<'s>, node: &'s str, path: &[Column]) -> Result<Vec<Vec<String>>, Exception> {
    let mut all: Vec<Vec<String>> = vec![vec![String::new(); path.len()]];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for column in path.iter().filter(|column| seen.insert(&column.type_name)) {
        let of_type = || path.iter().enumerate().filter(|(_, other)| other.type_name == column.type_name);
        let attributes: Vec<&str> = of_type().map(|(_, other)| other.attribute.as_str()).collect();
        let tuples = stock.tuples(node, &column.type_name, &attributes);
        if all.len().saturating_mul(tuples.len()) > COMBINATIONS {
            return Err(refused(&format!("The aggregator gives more than {COMBINATIONS} combinations on one node.")));
        }
        let with = |values: &Vec<String>, tuple: &Vec<String>| {
            let mut values = values.clone();
            for ((place, _), value) in of_type().zip(tuple) {
                if let Some(slot) = values.get_mut(place) {
                    slot.clone_from(value);
                }
            }
            values
        };
        all = all.iter().flat_map(|values| tuples.iter().map(|tuple| with(values, tuple))).collect();
    }
    Ok(all)
}
