//! The modes up to the body: "before html", "before head", "in head", "after head" (§13.2.6.4.2–6).

use super::super::tag::class;
use super::super::token::{Name, Start, Text};
use super::super::{NodeId, Tag};
use super::stack::Open;
use super::{Build, Format, Mode, Step};

impl Build<'_> {
    pub(super) fn head_text(&mut self, text: Text) -> Step {
        if text.blank {
            return Step::Done;
        }
        self.open_body();
        Step::Again
    }

    /// Opens what must be open before the body, and the body.
    pub(super) fn open_body(&mut self) {
        while matches!(self.mode, Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead) {
            self.advance();
        }
    }

    /// Goes on to the next of these modes, as a token does that has no place in the present one.
    fn advance(&mut self) {
        match self.mode {
            Mode::BeforeHtml => {
                self.insert_phantom(Tag::Html);
                self.mode = Mode::BeforeHead;
            }
            Mode::BeforeHead => {
                self.head = self.insert_phantom(Tag::Head);
                self.mode = Mode::InHead;
            }
            Mode::InHead => {
                self.stack.close_to(|tag| tag == Tag::Head);
                self.stack.pop();
                self.mode = Mode::AfterHead;
            }
            _ => {
                self.insert_phantom(Tag::Body);
                self.mode = Mode::InBody;
            }
        }
    }

    /// The root element, which the first entry of the stack is.
    pub(super) fn root(&self) -> NodeId {
        self.stack.get(0).map_or(NodeId(0), |open| open.id)
    }

    pub(super) fn head_start(&mut self, start: &Start) -> Step {
        let tag = start.name.tag;
        match (self.mode, tag) {
            (Mode::BeforeHtml, Tag::Html) => {
                self.insert(start);
                self.mode = Mode::BeforeHead;
                return Step::Done;
            }
            (Mode::BeforeHtml, _) => {}
            (_, Tag::Html) => return self.add_attrs(self.root(), start),
            (Mode::BeforeHead, Tag::Head) => {
                self.head = self.insert(start);
                self.mode = Mode::InHead;
                return Step::Done;
            }
            (Mode::BeforeHead, _) => {}
            (_, Tag::Head) | (Mode::AfterHead, Tag::FrameSet) => return self.forget(start),
            (Mode::InHead, tag) if tag.is(class::HEAD) => return self.head_element(start),
            (Mode::AfterHead, Tag::Body) => {
                self.insert(start);
                self.mode = Mode::InBody;
                return Step::Done;
            }
            (Mode::AfterHead, tag) if tag.is(class::HEAD) && tag != Tag::NoScript => {
                let (id, name) = (self.head, start.name);
                self.stack.push(Open { id, tag: Tag::Head, inner: Tag::Head, math: false, name });
                let step = self.head_element(start);
                if let Some(at) = self.stack.position(id) {
                    self.stack.remove(at);
                }
                return step;
            }
            _ => {}
        }
        self.advance();
        Step::Again
    }

    /// An element that belongs into the head, wherever it stands ("in head").
    pub(super) fn head_element(&mut self, start: &Start) -> Step {
        let tag = start.name.tag;
        if tag == Tag::Template {
            self.insert(start);
            self.formats.push(Format::Marker);
            self.mode = Mode::InTemplate;
            self.templates.push(Mode::InTemplate);
            return Step::Done;
        }
        if tag.is(class::RAW) || tag.is(class::RCDATA) {
            return self.insert_raw(start);
        }
        self.insert_closed(start);
        Step::Done
    }

    pub(super) fn head_end(&mut self, name: Name) -> Step {
        match (self.mode, name.tag) {
            (Mode::InHead, Tag::Head) => {
                self.stack.close_to(|tag| tag == Tag::Head);
                self.stack.pop();
                self.mode = Mode::AfterHead;
                Step::Done
            }
            (_, Tag::Template) => self.template_end(),
            (_, Tag::Html | Tag::Body | Tag::Br) | (Mode::BeforeHtml | Mode::BeforeHead, Tag::Head) => {
                self.advance();
                Step::Again
            }
            _ => Step::Done,
        }
    }

    /// `</template>` (§13.2.6.4.4).
    pub(super) fn template_end(&mut self) -> Step {
        self.template_ends();
        Step::Done
    }

    /// Closes the innermost template; whether one was open.
    pub(super) fn template_ends(&mut self) -> bool {
        let Some(at) = self.stack.iter().rposition(|open| open.tag == Tag::Template) else { return false };
        self.stack.truncate(at);
        self.clear_formats();
        self.templates.pop();
        self.reset_mode();
        true
    }

    /// A start tag whose parent is a template: rows and cells may stand there without their table (§13.2.6.4.22).
    pub(super) fn template_start(&mut self, start: &Start) -> Step {
        let mode = match start.name.tag {
            Tag::Caption | Tag::ColGroup | Tag::TBody | Tag::TFoot | Tag::THead => Mode::InTable,
            Tag::Col => Mode::InColumnGroup,
            Tag::Tr => Mode::InTableBody,
            Tag::Td | Tag::Th => Mode::InRow,
            Tag::NoScript => Mode::InBody,
            tag if tag.is(class::HEAD) => return self.head_element(start),
            _ => Mode::InBody,
        };
        self.templates.pop();
        self.templates.push(mode);
        self.mode = mode;
        Step::Again
    }

    /// The mode that the open elements call for ("reset the insertion mode appropriately", §13.2.4.1).
    pub(super) fn reset_mode(&mut self) {
        self.mode = Mode::InBody;
        for (at, open) in self.stack.iter().enumerate().rev() {
            let mode = match open.tag {
                Tag::Td | Tag::Th if at > 0 => Mode::InCell,
                Tag::Tr => Mode::InRow,
                tag if tag.is(class::ROW_GROUP) => Mode::InTableBody,
                Tag::Caption => Mode::InCaption,
                Tag::ColGroup => Mode::InColumnGroup,
                Tag::Table => Mode::InTable,
                Tag::Template => self.templates.last().copied().unwrap_or(Mode::InTemplate),
                Tag::Head => Mode::InHead,
                Tag::Body => Mode::InBody,
                Tag::Html if self.head == NodeId::NONE => Mode::BeforeHead,
                Tag::Html => Mode::AfterHead,
                _ => continue,
            };
            self.mode = mode;
            return;
        }
    }
}
