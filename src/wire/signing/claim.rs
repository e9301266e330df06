//! Who a request says that it is from, believed or not.

use crate::wire::Request;

use super::{AUTHORIZATION, Scheme, TOKEN};

/// What a request says of its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim<'r> {
    /// An access key signed it.
    Key(Scheme, &'r str),
    /// It carries a token.
    Token(&'r str),
    /// It carries a signature that names no access key.
    Nobody,
}

/// What a request says of its sender, in one of the schemes that count; none where it says nothing. A signature goes
/// before a token, which is an assumption.
pub fn claim<'r>(schemes: &[Scheme], request: &'r Request) -> Option<Claim<'r>> {
    let header = request.header(AUTHORIZATION);
    let signed = header.and_then(|header| {
        schemes.iter().find_map(|scheme| {
            let key = access_key(header, scheme.method()?.access)?;
            Some(Claim::Key(*scheme, key))
        })
    });
    let token = || request.header(TOKEN).filter(|token| schemes.contains(&Scheme::Token) && !token.is_empty());
    signed.or_else(|| token().map(Claim::Token)).or_else(|| header.map(|_| Claim::Nobody))
}

/// The access key behind its name in a header.
fn access_key<'r>(header: &'r str, name: &str) -> Option<&'r str> {
    let behind = header.split_once(name)?.1.strip_prefix('=')?;
    behind.split(['/', ',', ' ']).next().filter(|key| !key.is_empty())
}
