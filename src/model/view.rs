//! Typed views: the shapes that code names, as thin wrappers over values on a tape. Members stand in the order
//! of the model, which is how they are found; `tests/registry.rs` holds each view to its shape.

/// Declares views. `Name = "Shape" { field: Member, field: Member as View, field: Member as [View] }`: a plain
/// field is a value, `as View` a structure, `as [View]` the structures of a list.
#[macro_export]
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $member:ident $(as $inner:tt)?),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy)]
            pub struct $name<'t>(pub $crate::model::tape::Value<'t>);

            impl<'t> $name<'t> {
                /// The members in the order of the model.
                pub const MEMBERS: &'static [&'static str] = &[$(stringify!($member)),*];

                $($crate::views!(@field $field $member $($inner)?);)*
            }
        )*
        /// The views of this family: the shape and its members, in the order in which they are found.
        pub const VIEWS: &[(&str, &[&str])] = &[$((stringify!($name), $name::MEMBERS)),*];
    };
    (@field $field:ident $member:ident) => {
        #[doc = concat!("The member `", stringify!($member), "`.")]
        pub fn $field(self) -> Option<$crate::model::tape::Value<'t>> {
            self.0.member(const { $crate::model::view::index_of(Self::MEMBERS, stringify!($member)) })
        }
    };
    (@field $field:ident $member:ident [$view:ident]) => {
        #[doc = concat!("The elements of `", stringify!($member), "`.")]
        pub fn $field(self) -> impl Iterator<Item = $view<'t>> {
            let list = self.0.member(const { $crate::model::view::index_of(Self::MEMBERS, stringify!($member)) });
            // The request itself has no elements.
            list.unwrap_or(self.0).elements().map($view)
        }
    };
    (@field $field:ident $member:ident $view:ident) => {
        #[doc = concat!("The structure `", stringify!($member), "`.")]
        pub fn $field(self) -> Option<$view<'t>> {
            self.0.member(const { $crate::model::view::index_of(Self::MEMBERS, stringify!($member)) }).map($view)
        }
    };
}

/// The index of a name; a name that is not there does not compile.
#[expect(clippy::indexing_slicing, clippy::panic, reason = "it runs in the compiler alone")]
pub const fn index_of(names: &[&str], name: &str) -> usize {
    let mut i = 0;
    while i < names.len() {
        if is_same(names[i].as_bytes(), name.as_bytes()) {
            return i;
        }
        i += 1;
    }
    panic!("no such member")
}

#[expect(clippy::indexing_slicing, reason = "it runs in the compiler alone")]
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
