//! Custom inventory types: they come into being with the first report, and know the attributes that reports had.

use serde::{Deserialize, Serialize};

use crate::emulator::Output;

/// What is known of a custom type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The greatest version that was put.
    pub version: String,
    /// The attributes that entries had, in the order in which they came.
    pub attributes: Vec<String>,
    /// The version up to which reports are passed over, if the type was disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<String>,
}

impl Schema {
    /// Takes notice of a report with attributes that were not there yet.
    pub fn grow(&mut self, version: &str, attributes: Vec<String>) {
        if number_of(version) > number_of(&self.version) {
            self.version = version.into();
        }
        for attribute in attributes {
            if !self.attributes.contains(&attribute) {
                self.attributes.push(attribute);
            }
        }
    }

    /// Whether reports of this version are passed over.
    pub fn is_disabled(&self, version: &str) -> bool {
        self.disabled.as_deref().is_some_and(|disabled| number_of(version) <= number_of(disabled))
    }

    /// Reports of the versions so far are passed over from now on.
    pub fn disable(&mut self) {
        self.disabled = Some(self.version.clone());
    }
}

/// The numbers of a schema version; a version of the model's pattern has two.
fn number_of(version: &str) -> (u32, u32) {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    (major.parse().unwrap_or_default(), minor.parse().unwrap_or_default())
}

/// A schema as GetInventorySchema shows it.
pub fn definition(
    type_name: &str,
    version: &str,
    display_name: Option<&str>,
    attributes: impl Iterator<Item = (String, &'static str)>,
) -> String {
    let attributes: Vec<String> =
        attributes.map(|(name, kind)| Output::default().text("Name", &name).text("DataType", kind).finish()).collect();
    Output::default()
        .text("TypeName", type_name)
        .text("Version", version)
        .json("Attributes", &format!("[{}]", attributes.join(",")))
        .maybe("DisplayName", display_name)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        let mut schema = Schema::default();
        for version in ["1.9", "1.10", "1.2", "0.99"] {
            schema.grow(version, Vec::new());
        }
        assert_eq!(schema.version, "1.10");
        schema.disable();
        assert!(schema.is_disabled("1.9") && schema.is_disabled("1.10") && !schema.is_disabled("1.11"));
        schema.grow("2.0", Vec::new());
        assert!(schema.is_disabled("1.10") && !schema.is_disabled("2.0"), "a greater version enables no smaller one");
    }
}
