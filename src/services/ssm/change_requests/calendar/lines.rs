//! The text of iCalendar (RFC 5545): unfolded lines, properties with parameters, components within components.

/// How deep components nest. A calendar, its events, their alarms: three are in use.
const DEEPEST: usize = 8;

/// A component.
#[derive(Clone, Debug, Default)]
pub struct Component {
    /// Its name, in capitals.
    pub name: String,
    /// Its properties, in order.
    pub properties: Vec<Property>,
    /// The components in it, in order.
    pub parts: Vec<Component>,
}

/// A property.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Its name, in capitals.
    pub name: String,
    /// Its parameters: names in capitals, and values without quotes.
    pub parameters: Vec<(String, String)>,
    /// Its value, as it stands.
    pub value: String,
}

impl Component {
    /// Reads the first component of a text.
    pub fn of(text: &str) -> Result<Component, String> {
        let mut open: Vec<Component> = Vec::new();
        for line in unfolded(text) {
            let Some(property) = Property::of(&line) else {
                return Err(format!("the line {line:.60} is no property"));
            };
            let value = property.value.trim().to_ascii_uppercase();
            match property.name.as_str() {
                "BEGIN" if open.len() < DEEPEST => open.push(Component { name: value, ..Component::default() }),
                "BEGIN" => return Err(format!("components nest deeper than {DEEPEST}")),
                "END" => {
                    let Some(closed) = open.pop().filter(|closed| closed.name == value) else {
                        return Err(format!("END:{value:.60} closes nothing"));
                    };
                    match open.last_mut() {
                        Some(around) => around.parts.push(closed),
                        None => return Ok(closed),
                    }
                }
                _ => match open.last_mut() {
                    Some(component) => component.properties.push(property),
                    None => return Err("it does not begin with BEGIN:VCALENDAR".into()),
                },
            }
        }
        Err(match open.last() {
            Some(component) => format!("END:{} is missing", component.name),
            None => "it is empty".into(),
        })
    }

    /// The first property with a name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The value of the first property with a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.trim())
    }
}

impl Property {
    fn of(line: &str) -> Option<Property> {
        // Colons and semicolons within quotes belong to a parameter.
        let mut is_quoted = false;
        let mut cuts = Vec::new();
        let mut end = None;
        for (place, c) in line.char_indices() {
            match c {
                '"' => is_quoted = !is_quoted,
                ';' if !is_quoted => cuts.push(place),
                ':' if !is_quoted => {
                    end = Some(place);
                    break;
                }
                _ => {}
            }
        }
        let end = end?;
        cuts.retain(|cut| *cut < end);
        cuts.push(end);
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts {
            parts.push(line.get(from..cut)?);
            from = cut + 1;
        }
        let (name, parameters) = parts.split_first()?;
        let parameter = |part: &&str| {
            let (name, value) = part.split_once('=')?;
            Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_string()))
        };
        Some(Property {
            name: name.trim().to_ascii_uppercase(),
            parameters: parameters.iter().filter_map(parameter).collect(),
            value: line.get(end + 1..)?.to_string(),
        })
    }

    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Lines; one that begins with a space or a tab goes on with the line before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push(line.to_string()),
        }
    }
    lines
}
