//! Operation names as clients spell them.

/// `DoOneThing` as `do_one_thing` or `do-one-thing`, by the rules of botocore's `xform_name`.
pub fn separated(name: &str, separator: char) -> String {
    if name.contains(separator) {
        return name.into();
    }
    let name = split_plural_acronym(name, separator);
    end_acronyms(&begin_words(&name, separator), separator).to_ascii_lowercase()
}

/// `…ARNs` becomes `…_arns`: an acronym in the plural is one word.
fn split_plural_acronym(name: &str, separator: char) -> String {
    let capitals = |body: &str| body.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    match name.strip_suffix('s') {
        Some(body) if capitals(body) >= 2 => {
            let (head, acronym) = body.split_at_checked(body.len() - capitals(body)).unwrap_or((body, ""));
            format!("{head}{separator}{}s", acronym.to_ascii_lowercase())
        }
        _ => name.into(),
    }
}

/// A separator before each capital that small letters follow, unless a word before it just ended there.
fn begin_words(name: &str, separator: char) -> String {
    let (mut out, mut rest) = (String::with_capacity(name.len() + 8), name.chars().peekable());
    while let Some(c) = rest.next() {
        out.push(c);
        let mut ahead = rest.clone();
        let capital = ahead.next().filter(char::is_ascii_uppercase);
        let is_word = ahead.next().is_some_and(|c| c.is_ascii_lowercase());
        if let Some(capital) = capital.filter(|_| is_word) {
            out.extend([separator, capital]);
            rest.next();
            while let Some(small) = rest.next_if(char::is_ascii_lowercase) {
                out.push(small);
            }
        }
    }
    out
}

/// A separator between a small letter or digit and a capital.
fn end_acronyms(name: &str, separator: char) -> String {
    let (mut out, mut before) = (String::with_capacity(name.len() + 8), ' ');
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push(separator);
        }
        out.push(c);
        before = c;
    }
    out
}
