//! The elements that HTML and its parsing rules know by name.
//!
//! A tag is one byte; what parsing rules and readers ask of it are bits in a table, so that no name is compared twice.

use super::known::Known;
use super::spelt::pack;

/// A set of [classes](class) of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(u32);

impl Class {
    /// Both sets in one.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether both have a class in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What elements have in common, by the parsing rules (WHATWG HTML §13.2.4, §13.2.6) or by the default style sheet (§15.3).
pub mod class {
    use super::Class;

    /// None of these.
    pub const NONE: Class = Class(0);
    /// Has no content and no end tag.
    pub const VOID: Class = Class(1);
    /// Is opened again where misnested markup closed it (§13.2.4.3).
    pub const FORMATTING: Class = Class(1 << 1);
    /// Ends the search for an element to close (§13.2.4.2, "special").
    pub const SPECIAL: Class = Class(1 << 2);
    /// Ends a scope (§13.2.4.2, "has an element in scope").
    pub const SCOPE: Class = Class(1 << 3);
    /// Is closed by the end of what is around it (§13.2.6.3, "generate implied end tags").
    pub const IMPLIED: Class = Class(1 << 4);
    /// Closes an open paragraph where it starts, and is closed by its own end tag alone.
    pub const DIVISION: Class = Class(1 << 5);
    /// `h1` to `h6`.
    pub const HEADING: Class = Class(1 << 6);
    /// Belongs into the head (§13.2.6.4.4).
    pub const HEAD: Class = Class(1 << 7);
    /// Holds text up to its own end tag, character references unread (`script`, `style`).
    pub const RAW: Class = Class(1 << 8);
    /// Holds text up to its own end tag, character references read (`title`, `textarea`).
    pub const RCDATA: Class = Class(1 << 9);
    /// A part of a table, which stands in tables alone.
    pub const TABLE_PART: Class = Class(1 << 10);
    /// `tbody`, `thead`, `tfoot`.
    pub const ROW_GROUP: Class = Class(1 << 11);
    /// `td`, `th`.
    pub const CELL: Class = Class(1 << 12);
    /// Ends SVG and MathML where it starts in them (§13.2.6.5).
    pub const BREAKOUT: Class = Class(1 << 13);
    /// A place in SVG or MathML where HTML may stand (§13.2.6, integration points).
    pub const INTEGRATION: Class = Class(1 << 14);
    /// Begins and ends a line.
    pub const BLOCK: Class = Class(1 << 15);
    /// Is never seen by readers.
    pub const HIDDEN: Class = Class(1 << 16);
}

use class::{
    BLOCK, BREAKOUT, CELL, DIVISION, FORMATTING, HEAD, HEADING, HIDDEN, IMPLIED, INTEGRATION, NONE, RAW, RCDATA,
    ROW_GROUP, SCOPE, SPECIAL, TABLE_PART, VOID,
};

macro_rules! tags {
    ($($tag:ident $name:literal $first:ident $($class:ident)*;)*) => {
        /// An element's name; [`Tag::Other`] for one that the parsing rules don't know.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)] // Each is the element of that name.
        pub enum Tag {
            $($tag,)*
            /// An element of another name: a custom one, or one of SVG's.
            Other,
            /// The document itself, above `<html>`.
            Document,
            /// A stretch of text.
            Text,
            /// An element of SVG or MathML, on the stack of open elements only.
            Foreign,
        }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Tag::Foreign as usize + 1;

            const TABLE: [(&'static str, Class); Tag::COUNT] = [
                $(($name, $first$(.or($class))*),)*
                ("", NONE), ("", NONE), ("", NONE), ("", NONE),
            ];

            /// The tag of a [packed](pack) name.
            pub(super) fn of(key: u128) -> Self {
                static TAGS: Known<Tag, 512> = Known::of(&[$((pack($name.as_bytes()), Tag::$tag)),*], Tag::Other);
                TAGS.get(key)
            }
        }
    };
}

tags! {
    A "a" FORMATTING;
    Address "address" SPECIAL DIVISION BLOCK;
    Applet "applet" SPECIAL SCOPE HIDDEN;
    Area "area" VOID SPECIAL;
    Article "article" SPECIAL DIVISION BLOCK;
    Aside "aside" SPECIAL DIVISION BLOCK;
    Audio "audio" HIDDEN;
    B "b" FORMATTING BREAKOUT;
    Base "base" VOID SPECIAL HEAD;
    BaseFont "basefont" VOID SPECIAL HEAD;
    BgSound "bgsound" VOID SPECIAL HEAD;
    Big "big" FORMATTING BREAKOUT;
    BlockQuote "blockquote" SPECIAL DIVISION BLOCK BREAKOUT;
    Body "body" SPECIAL BLOCK BREAKOUT;
    Br "br" VOID SPECIAL BREAKOUT;
    Button "button" SPECIAL;
    Canvas "canvas" HIDDEN;
    Caption "caption" SPECIAL SCOPE TABLE_PART BLOCK;
    Center "center" SPECIAL DIVISION BLOCK BREAKOUT;
    Code "code" FORMATTING BREAKOUT;
    Col "col" VOID SPECIAL TABLE_PART;
    ColGroup "colgroup" SPECIAL TABLE_PART;
    DataList "datalist" HIDDEN;
    Dd "dd" SPECIAL IMPLIED BLOCK BREAKOUT;
    Desc "desc" INTEGRATION;
    Details "details" SPECIAL DIVISION BLOCK;
    Dialog "dialog" DIVISION BLOCK;
    Dir "dir" SPECIAL DIVISION BLOCK;
    Div "div" SPECIAL DIVISION BLOCK BREAKOUT;
    Dl "dl" SPECIAL DIVISION BLOCK BREAKOUT;
    Dt "dt" SPECIAL IMPLIED BLOCK BREAKOUT;
    Em "em" FORMATTING BREAKOUT;
    Embed "embed" VOID SPECIAL BREAKOUT HIDDEN;
    FieldSet "fieldset" SPECIAL DIVISION BLOCK;
    FigCaption "figcaption" SPECIAL DIVISION BLOCK;
    Figure "figure" SPECIAL DIVISION BLOCK;
    Font "font" FORMATTING;
    Footer "footer" SPECIAL DIVISION BLOCK;
    ForeignObject "foreignobject" INTEGRATION;
    Form "form" SPECIAL BLOCK;
    Frame "frame" VOID SPECIAL TABLE_PART;
    FrameSet "frameset" SPECIAL;
    H1 "h1" SPECIAL HEADING BLOCK BREAKOUT;
    H2 "h2" SPECIAL HEADING BLOCK BREAKOUT;
    H3 "h3" SPECIAL HEADING BLOCK BREAKOUT;
    H4 "h4" SPECIAL HEADING BLOCK BREAKOUT;
    H5 "h5" SPECIAL HEADING BLOCK BREAKOUT;
    H6 "h6" SPECIAL HEADING BLOCK BREAKOUT;
    Head "head" SPECIAL TABLE_PART BREAKOUT HIDDEN;
    Header "header" SPECIAL DIVISION BLOCK;
    HGroup "hgroup" SPECIAL DIVISION BLOCK;
    Hr "hr" VOID SPECIAL BLOCK BREAKOUT;
    Html "html" SPECIAL SCOPE BLOCK;
    I "i" FORMATTING BREAKOUT;
    IFrame "iframe" SPECIAL RAW HIDDEN;
    Image "image" NONE;
    Img "img" VOID SPECIAL BREAKOUT;
    Input "input" VOID SPECIAL;
    Keygen "keygen" VOID SPECIAL;
    Legend "legend" BLOCK;
    Li "li" SPECIAL IMPLIED BLOCK BREAKOUT;
    Link "link" VOID SPECIAL HEAD HIDDEN;
    Listing "listing" SPECIAL DIVISION BLOCK BREAKOUT;
    Main "main" SPECIAL DIVISION BLOCK;
    Map "map" HIDDEN;
    Marquee "marquee" SPECIAL SCOPE;
    Math "math" HIDDEN;
    Menu "menu" SPECIAL DIVISION BLOCK BREAKOUT;
    Meta "meta" VOID SPECIAL HEAD BREAKOUT HIDDEN;
    Mi "mi" INTEGRATION;
    Mn "mn" INTEGRATION;
    Mo "mo" INTEGRATION;
    Ms "ms" INTEGRATION;
    Mtext "mtext" INTEGRATION;
    Nav "nav" SPECIAL DIVISION BLOCK;
    NoBr "nobr" FORMATTING BREAKOUT;
    NoEmbed "noembed" SPECIAL RAW HIDDEN;
    NoFrames "noframes" SPECIAL HEAD RAW HIDDEN;
    NoScript "noscript" SPECIAL HEAD RAW HIDDEN;
    Object "object" SPECIAL SCOPE HIDDEN;
    Ol "ol" SPECIAL DIVISION BLOCK BREAKOUT;
    OptGroup "optgroup" IMPLIED BLOCK;
    Option "option" IMPLIED BLOCK;
    P "p" SPECIAL IMPLIED DIVISION BLOCK BREAKOUT;
    Param "param" VOID SPECIAL HIDDEN;
    PlainText "plaintext" SPECIAL DIVISION BLOCK;
    Pre "pre" SPECIAL DIVISION BLOCK BREAKOUT;
    Rb "rb" IMPLIED;
    Rp "rp" IMPLIED;
    Rt "rt" IMPLIED;
    Rtc "rtc" IMPLIED;
    Ruby "ruby" BREAKOUT;
    S "s" FORMATTING BREAKOUT;
    Script "script" SPECIAL HEAD RAW HIDDEN;
    Search "search" SPECIAL DIVISION BLOCK;
    Section "section" SPECIAL DIVISION BLOCK;
    Select "select" SPECIAL SCOPE HIDDEN;
    Small "small" FORMATTING BREAKOUT;
    Source "source" VOID SPECIAL HIDDEN;
    Span "span" BREAKOUT;
    Strike "strike" FORMATTING BREAKOUT;
    Strong "strong" FORMATTING BREAKOUT;
    Style "style" SPECIAL HEAD RAW HIDDEN;
    Sub "sub" BREAKOUT;
    Summary "summary" SPECIAL DIVISION BLOCK;
    Sup "sup" BREAKOUT;
    Svg "svg" HIDDEN;
    TBody "tbody" SPECIAL TABLE_PART ROW_GROUP BLOCK;
    TFoot "tfoot" SPECIAL TABLE_PART ROW_GROUP BLOCK;
    THead "thead" SPECIAL TABLE_PART ROW_GROUP BLOCK;
    Table "table" SPECIAL SCOPE BLOCK BREAKOUT;
    Td "td" SPECIAL SCOPE TABLE_PART CELL;
    Template "template" SPECIAL SCOPE HEAD HIDDEN;
    TextArea "textarea" SPECIAL RCDATA HIDDEN;
    Th "th" SPECIAL SCOPE TABLE_PART CELL;
    Time "time" NONE;
    Title "title" SPECIAL HEAD RCDATA HIDDEN INTEGRATION;
    Tr "tr" SPECIAL TABLE_PART BLOCK;
    Track "track" VOID SPECIAL HIDDEN;
    Tt "tt" FORMATTING BREAKOUT;
    U "u" FORMATTING BREAKOUT;
    Ul "ul" SPECIAL DIVISION BLOCK BREAKOUT;
    Var "var" BREAKOUT;
    Video "video" HIDDEN;
    Wbr "wbr" VOID SPECIAL;
    Xmp "xmp" SPECIAL RAW BLOCK;
}

impl Tag {
    /// The name in lower case; empty for [`Tag::Other`] and what is no element.
    pub fn name(self) -> &'static str {
        Self::TABLE.get(self as usize).map_or("", |(name, _)| name)
    }

    /// The classes of the element.
    pub fn class(self) -> Class {
        Self::TABLE.get(self as usize).map_or(NONE, |(_, class)| *class)
    }

    /// Whether the element is of one of these classes.
    pub fn is(self, class: Class) -> bool {
        self.class().meets(class)
    }

    /// Whether it is an element, known or not.
    pub fn is_element(self) -> bool {
        !matches!(self, Self::Document | Self::Text | Self::Foreign)
    }
}
