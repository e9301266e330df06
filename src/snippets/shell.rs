//! Words of a POSIX shell.

/// From here on a text goes in through a file or standard input. Linux takes 131,071 bytes in one argument; Windows,
/// where Git's shell is a POSIX one, takes 32,767 characters in a command line, with every quote doubled.
pub const LONG: usize = 16_000;

/// A text as one word. Inside single quotes nothing has a meaning but the single quote itself.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A here-document in which nothing is expanded. JSON has no line that is the mark alone.
pub fn here_document(json: &str) -> String {
    format!("<<'JSON'\n{json}\nJSON\n")
}
