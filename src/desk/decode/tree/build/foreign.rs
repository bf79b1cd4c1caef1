//! SVG and `MathML` (§13.2.6.5). Readers of text never look into them, so their elements are followed on the stack, to find
//! their end, and get no nodes.

use super::super::Tag;
use super::super::tag::class;
use super::super::token::{Name, Start};
use super::Build;
use super::stack::Open;

impl Build<'_> {
    /// Inserts `<svg>` or `<math>`: the one node that all of it hangs on.
    pub(super) fn enter_foreign(&mut self, start: &Start) {
        let id = self.insert_closed(start);
        if !start.self_closing {
            let math = start.name.tag == Tag::Math;
            self.stack.push(Open { id, tag: Tag::Foreign, inner: start.name.tag, math, name: start.name });
        }
    }

    /// Takes a start tag in foreign content; false where HTML's own rules are to take it.
    pub(super) fn foreign_start(&mut self, start: &Start) -> bool {
        let Some(top) = self.stack.top().copied().filter(|top| top.tag == Tag::Foreign) else { return false };
        if top.inner.is(class::INTEGRATION) && start.name.tag != Tag::Svg && start.name.tag != Tag::Math {
            return false;
        }
        if start.name.tag.is(class::BREAKOUT) {
            self.break_out();
            return false;
        }
        self.forget(start);
        if !start.self_closing {
            let inner = match start.name.tag {
                svg @ (Tag::Desc | Tag::ForeignObject | Tag::Title) if !top.math => svg,
                math @ (Tag::Mi | Tag::Mn | Tag::Mo | Tag::Ms | Tag::Mtext) if top.math => math,
                _ => Tag::Other,
            };
            self.stack.push(Open { id: top.id, tag: Tag::Foreign, inner, math: top.math, name: start.name });
        }
        true
    }

    /// Closes foreign elements up to HTML or a place where it may stand.
    fn break_out(&mut self) {
        while self.stack.top().is_some_and(|open| open.tag == Tag::Foreign && !open.inner.is(class::INTEGRATION)) {
            self.stack.pop();
        }
    }

    /// Takes an end tag in foreign content; false where HTML's own rules are to take it.
    pub(super) fn foreign_end(&mut self, name: Name) -> bool {
        if self.stack.top().is_none_or(|top| top.tag != Tag::Foreign) {
            return false;
        }
        if matches!(name.tag, Tag::Br | Tag::P) {
            self.break_out();
            return false;
        }
        if !self.stack.holds_named(name) {
            return false;
        }
        let mut found = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.tag != Tag::Foreign {
                return false;
            }
            if self.same_name(open.name, name) {
                found = Some(at);
                break;
            }
        }
        if let Some(at) = found {
            self.stack.truncate(at);
        }
        true
    }

    /// Whether two names in the markup are one.
    pub(super) fn same_name(&self, a: Name, b: Name) -> bool {
        let spelt = |name: Name| self.source.get(name.span.range()).unwrap_or_default();
        a.hash == b.hash && spelt(a).eq_ignore_ascii_case(spelt(b))
    }
}
