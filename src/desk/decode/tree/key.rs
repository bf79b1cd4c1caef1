//! The names of attributes that this crate asks for again and again.
//!
//! A key is one byte that is told once, where the tag is read: what looks for an attribute compares bytes, and sets of
//! them are bits.

use super::known::Known;
use super::spelt::pack;

macro_rules! keys {
    ($($key:ident $name:literal;)*) => {
        /// An attribute's name; [`Key::Other`] for one that stands for itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)] // Each is the attribute of that name.
        pub enum Key {
            $($key,)*
            /// Any other name.
            Other,
        }

        impl Key {
            /// The key of a [packed](pack) name; packing makes one of upper and lower case.
            pub(super) fn of(name: u128) -> Self {
                static KEYS: Known<Key, 128> = Known::of(&[$((pack($name.as_bytes()), Key::$key)),*], Key::Other);
                KEYS.get(name)
            }
        }
    };
}

keys! {
    AriaHidden "aria-hidden";
    Class "class";
    Content "content";
    DataComponent "data-component";
    DataModule "data-module";
    DataTestId "data-testid";
    DataType "data-type";
    DateTime "datetime";
    Hidden "hidden";
    Href "href";
    HrefLang "hreflang";
    HttpEquiv "http-equiv";
    Id "id";
    ItemProp "itemprop";
    ItemScope "itemscope";
    ItemType "itemtype";
    Lang "lang";
    Media "media";
    Name "name";
    Property "property";
    Rel "rel";
    Role "role";
    Src "src";
    Style "style";
    Title "title";
    Type "type";
    TypeOf "typeof";
}

/// A set of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(u32);

const _: () = assert!((Key::Other as u32) < u32::BITS, "a key is a bit");

impl Keys {
    /// These keys.
    pub const fn of(mut keys: &[Key]) -> Self {
        let mut set = 0;
        while let [key, rest @ ..] = keys {
            set |= 1 << *key as u32;
            keys = rest;
        }
        Self(set)
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: &[Key]) -> Self {
        Self(self.0 | Self::of(others).0)
    }

    /// Whether the key is one of them.
    pub const fn has(self, key: Key) -> bool {
        self.0 >> key as u32 & 1 != 0
    }

    /// Whether both sets have a key in common.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds a key; says whether it wasn't there.
    pub(super) fn add(&mut self, key: Key) -> bool {
        let is_new = !self.has(key);
        self.0 |= 1 << key as u32;
        is_new
    }
}
