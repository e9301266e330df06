//! Makes a failing request smaller as long as it still fails.

use super::tree::{Node, Value};

/// Enough for any payload that is made here; a bound so that a report never hangs.
const TRIES: usize = 3000;

pub fn shrink(mut root: Node, fails: impl Fn(&Node) -> bool) -> Node {
    let mut tries = 0;
    loop {
        let mut places = Vec::new();
        collect(&root, &mut Vec::new(), &mut places);
        let smaller = places.iter().flat_map(|steps| simpler(&root, steps)).find(|candidate| {
            tries += 1;
            tries <= TRIES && fails(candidate)
        });
        match smaller {
            Some(candidate) => root = candidate,
            None => return root,
        }
    }
}

fn collect(node: &Node, steps: &mut Vec<usize>, places: &mut Vec<Vec<usize>>) {
    places.push(steps.clone());
    for index in 0..node.children() {
        steps.push(index);
        collect(node.child(index), steps, places);
        steps.pop();
    }
}

fn simpler(root: &Node, steps: &[usize]) -> Vec<Node> {
    let with = |change: &dyn Fn(&mut Node)| {
        let mut copy = root.clone();
        change(copy.at(steps));
        copy
    };
    let mut found = Vec::new();
    let node = root.clone().at(steps).clone();
    match &node.value {
        Value::List(items) => {
            if items.len() > 8 {
                found.push(with(&|node| cut(node, items.len() / 2)));
            }
            found.extend((0..items.len()).rev().map(|index| with(&|node| remove(node, index))));
        }
        Value::Object(entries) => {
            if entries.len() > 8 {
                found.push(with(&|node| cut(node, entries.len() / 2)));
            }
            found.extend((0..entries.len()).rev().map(|index| with(&|node| remove(node, index))));
        }
        Value::Text(text) if text.chars().count() > 1 => {
            let half = text.chars().count() / 2;
            found.push(with(&|node| node.value = Value::Text(text.chars().take(half).collect())));
            found.push(with(&|node| node.value = Value::Text(text.chars().skip(half).collect())));
            found.push(with(&|node| node.value = Value::Text(text.chars().skip(1).collect())));
        }
        _ => {}
    }
    found
}

fn cut(node: &mut Node, keep: usize) {
    match &mut node.value {
        Value::List(items) => items.truncate(keep),
        Value::Object(entries) => entries.truncate(keep),
        _ => {}
    }
}

fn remove(node: &mut Node, index: usize) {
    match &mut node.value {
        Value::List(items) => drop(items.remove(index)),
        Value::Object(entries) => drop(entries.remove(index)),
        _ => {}
    }
}
