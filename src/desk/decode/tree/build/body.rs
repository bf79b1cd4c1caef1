//! The mode "in body" (§13.2.6.4.7), which other modes fall back on.

use super::super::tag::class;
use super::super::token::{Name, Start, Text};
use super::super::{NodeId, Tag};
use super::stack::Scope;
use super::{Build, Format, Mode, Step};

impl Build<'_> {
    pub(super) fn body_text(&mut self, text: Text) -> Step {
        self.reconstruct();
        self.insert_text(text);
        Step::Done
    }

    pub(super) fn body_start(&mut self, start: &Start) -> Step {
        let tag = start.name.tag;
        match tag {
            Tag::Html if self.templates.is_empty() => return self.add_attrs(self.root(), start),
            Tag::Body => match self.stack.get(1) {
                Some(body) if body.tag == Tag::Body && self.templates.is_empty() => {
                    return self.add_attrs(body.id, start);
                }
                _ => return self.forget(start),
            },
            Tag::Html | Tag::FrameSet => return self.forget(start),
            _ if tag.is(class::TABLE_PART) => return self.forget(start),
            _ if tag.is(class::HEAD) => return self.head_element(start),
            Tag::PlainText => {
                self.close_p();
                self.insert(start);
                let text = self.tokens.remainder();
                return self.body_text(text);
            }
            Tag::Xmp => {
                self.close_p();
                self.reconstruct();
                return self.insert_raw(start);
            }
            Tag::TextArea | Tag::IFrame | Tag::NoEmbed => return self.insert_raw(start),
            Tag::Form => return self.form_start(start),
            Tag::Select if self.close_select() => return self.forget(start),
            _ if tag.is(class::DIVISION) || tag.is(class::HEADING) || tag.is(class::IMPLIED) => self.block_start(start),
            _ => self.inline_start(start),
        }
        Step::Done
    }

    /// Blocks, items and what is closed by the end of what is around it.
    fn block_start(&mut self, start: &Start) {
        match start.name.tag {
            Tag::Li => self.item_start(start, |tag| tag == Tag::Li),
            Tag::Dd | Tag::Dt => self.item_start(start, |tag| matches!(tag, Tag::Dd | Tag::Dt)),
            Tag::Option | Tag::OptGroup => self.option_start(start),
            tag @ (Tag::Rb | Tag::Rtc | Tag::Rp | Tag::Rt) => {
                if self.stack.in_scope(Scope::Default, Tag::Ruby) {
                    self.stack.close_implied(if matches!(tag, Tag::Rp | Tag::Rt) { Tag::Rtc } else { Tag::Other });
                }
                self.insert(start);
            }
            tag => {
                self.close_p();
                if tag.is(class::HEADING) && self.stack.top().is_some_and(|open| open.tag.is(class::HEADING)) {
                    self.stack.pop();
                }
                self.insert(start);
            }
        }
    }

    /// Everything else: what stands in a line, tables, forms' controls.
    fn inline_start(&mut self, start: &Start) {
        let tag = start.name.tag;
        match tag {
            Tag::Table => {
                if self.tokens.doctype {
                    self.close_p();
                }
                self.insert(start);
                self.mode = Mode::InTable;
                return;
            }
            Tag::Hr => {
                self.close_p();
                if self.stack.in_scope(Scope::Default, Tag::Select) {
                    self.stack.close_implied(Tag::Other);
                }
                self.insert_closed(start);
                return;
            }
            Tag::Param | Tag::Source | Tag::Track => {
                self.insert_closed(start);
                return;
            }
            Tag::A => self.close_link(),
            Tag::Button => {
                if let Some(at) = self.stack.find(Scope::Default, Tag::Button) {
                    self.stack.truncate(at);
                }
            }
            Tag::Input => {
                self.close_select();
            }
            _ => {}
        }
        self.reconstruct();
        match tag {
            Tag::NoBr if self.stack.in_scope(Scope::Default, Tag::NoBr) => {
                self.adopt(start.name);
                self.reconstruct();
                self.insert_format(start);
            }
            Tag::Applet | Tag::Marquee | Tag::Object => {
                self.insert(start);
                self.formats.push(Format::Marker);
            }
            Tag::Image => {
                self.insert_as(start, Tag::Img);
            }
            Tag::Svg | Tag::Math => self.enter_foreign(start),
            _ if tag.is(class::FORMATTING) => self.insert_format(start),
            _ if tag.is(class::VOID) => {
                self.insert_closed(start);
            }
            _ => {
                self.insert(start);
            }
        }
    }

    /// `<li>`, `<dd>`, `<dt>`: close the item before them.
    fn item_start(&mut self, start: &Start, closes: impl Fn(Tag) -> bool) {
        let mut open_item = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            if closes(open.tag) {
                open_item = Some(at);
                break;
            }
            if open.tag.is(class::SPECIAL) && !matches!(open.tag, Tag::Address | Tag::Div | Tag::P) {
                break;
            }
        }
        if let Some(at) = open_item {
            self.stack.truncate(at);
        }
        self.close_p();
        self.insert(start);
    }

    fn form_start(&mut self, start: &Start) -> Step {
        let in_template = self.stack.holds(Tag::Template);
        if self.form != NodeId::NONE && !in_template {
            return self.forget(start);
        }
        self.close_p();
        let id = self.insert(start);
        if !in_template {
            self.form = id;
        }
        Step::Done
    }

    fn option_start(&mut self, start: &Start) {
        let is_option = start.name.tag == Tag::Option;
        if self.stack.in_scope(Scope::Default, Tag::Select) {
            self.stack.close_implied(if is_option { Tag::OptGroup } else { Tag::Other });
        } else if self.current_is(Tag::Option) {
            self.stack.pop();
        }
        self.reconstruct();
        self.insert(start);
    }

    /// Closes an open `<select>`; whether there was one.
    fn close_select(&mut self) -> bool {
        let at = self.stack.find(Scope::Default, Tag::Select);
        if let Some(at) = at {
            self.stack.truncate(at);
        }
        at.is_some()
    }

    /// Closes an open paragraph ("close a p element").
    pub(super) fn close_p(&mut self) {
        if let Some(at) = self.stack.find(Scope::Button, Tag::P) {
            self.stack.truncate(at);
        }
    }

    pub(super) fn body_end(&mut self, name: Name) -> Step {
        let tag = name.tag;
        match tag {
            // What stands behind the end of the body is the body's all the same.
            Tag::Body | Tag::Html => {}
            Tag::Template => return self.template_end(),
            Tag::P => {
                if !self.stack.in_scope(Scope::Button, Tag::P) {
                    self.insert_phantom(Tag::P);
                }
                self.close_p();
            }
            Tag::Li => self.close(Scope::ListItem, tag),
            Tag::Form => self.form_end(),
            _ if tag.is(class::HEADING) => {
                if let Some(at) = self.stack.find_in(Scope::Default, |open| open.tag.is(class::HEADING)) {
                    self.stack.truncate(at);
                }
            }
            _ if tag.is(class::FORMATTING) => self.adopt(name),
            Tag::Applet | Tag::Marquee | Tag::Object => {
                if self.stack.in_scope(Scope::Default, tag) {
                    self.close(Scope::Default, tag);
                    self.clear_formats();
                }
            }
            Tag::Br => {
                self.reconstruct();
                self.insert_phantom(Tag::Br);
                self.stack.pop();
            }
            Tag::Dd | Tag::Dt | Tag::Button | Tag::Select => self.close(Scope::Default, tag),
            _ if tag.is(class::DIVISION) => self.close(Scope::Default, tag),
            _ => self.close_any(name),
        }
        Step::Done
    }

    /// Closes the innermost element of this tag that is in scope, and all within it.
    fn close(&mut self, scope: Scope, tag: Tag) {
        if let Some(at) = self.stack.find(scope, tag) {
            self.stack.truncate(at);
        }
    }

    fn form_end(&mut self) {
        if self.stack.holds(Tag::Template) {
            return self.close(Scope::Default, Tag::Form);
        }
        let form = std::mem::replace(&mut self.form, NodeId::NONE);
        let Some(at) = self.stack.find_in(Scope::Default, |open| open.id == form && open.tag == Tag::Form) else {
            return;
        };
        self.stack.close_implied(Tag::Other);
        self.stack.remove(at);
    }

    /// "Any other end tag": closes the innermost element of that name, unless a special one is open within it.
    pub(super) fn close_any(&mut self, name: Name) {
        if !self.stack.holds(name.tag) || name.tag == Tag::Other && !self.stack.holds_named(name) {
            return;
        }
        let mut found = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.tag == name.tag && (name.tag != Tag::Other || self.same_name(open.name, name)) {
                found = Some(at);
                break;
            }
            if open.tag.is(class::SPECIAL) {
                break;
            }
        }
        if let Some(at) = found {
            self.stack.truncate(at);
        }
    }
}
