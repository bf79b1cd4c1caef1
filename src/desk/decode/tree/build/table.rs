//! The modes in tables (§13.2.6.4.9–15).

use super::super::tag::class;
use super::super::token::{Name, Start, Text};
use super::super::{NodeId, Tag};
use super::stack::Scope;
use super::{Build, Format, Mode, Step};

fn is_table_context(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Template)
}

fn is_group_context(tag: Tag) -> bool {
    tag.is(class::ROW_GROUP) || tag == Tag::Template
}

fn is_row_context(tag: Tag) -> bool {
    matches!(tag, Tag::Tr | Tag::Template)
}

/// The parts of a table that close a row or a cell they can't stand in.
fn is_part(tag: Tag) -> bool {
    tag.is(class::TABLE_PART) && !matches!(tag, Tag::Frame | Tag::Head)
}

impl Build<'_> {
    pub(super) fn table_text(&mut self, text: Text) -> Step {
        if text.blank {
            return Step::Done;
        }
        self.fostered(|build| build.body_text(text))
    }

    fn fostered(&mut self, act: impl FnOnce(&mut Self) -> Step) -> Step {
        self.fostering = true;
        self.arena.is_shuffled = true;
        let step = act(self);
        self.fostering = false;
        step
    }

    /// "In table".
    pub(super) fn table_start(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Caption => {
                self.stack.close_to(is_table_context);
                self.formats.push(Format::Marker);
                self.insert(start);
                self.mode = Mode::InCaption;
            }
            Tag::ColGroup => {
                self.stack.close_to(is_table_context);
                self.insert(start);
                self.mode = Mode::InColumnGroup;
            }
            Tag::Col => {
                self.stack.close_to(is_table_context);
                self.insert_phantom(Tag::ColGroup);
                self.mode = Mode::InColumnGroup;
                return Step::Again;
            }
            Tag::TBody | Tag::TFoot | Tag::THead => {
                self.stack.close_to(is_table_context);
                self.insert(start);
                self.mode = Mode::InTableBody;
            }
            Tag::Td | Tag::Th | Tag::Tr => {
                self.stack.close_to(is_table_context);
                self.insert_phantom(Tag::TBody);
                self.mode = Mode::InTableBody;
                return Step::Again;
            }
            Tag::Table => {
                let Some(at) = self.stack.find(Scope::Table, Tag::Table) else { return self.forget(start) };
                self.stack.truncate(at);
                self.reset_mode();
                return Step::Again;
            }
            Tag::Style | Tag::Script | Tag::Template => return self.head_element(start),
            Tag::Form => {
                if self.form != NodeId::NONE || self.stack.holds(Tag::Template) {
                    return self.forget(start);
                }
                self.form = self.insert_closed(start);
            }
            _ => return self.fostered(|build| build.body_start(start)),
        }
        Step::Done
    }

    pub(super) fn table_end(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Table => {
                if let Some(at) = self.stack.find(Scope::Table, Tag::Table) {
                    self.stack.truncate(at);
                    self.reset_mode();
                }
                Step::Done
            }
            Tag::Body | Tag::Html => Step::Done,
            tag if is_part(tag) => Step::Done,
            Tag::Template => self.template_end(),
            _ => self.fostered(|build| build.body_end(name)),
        }
    }

    pub(super) fn caption_start(&mut self, start: &Start) -> Step {
        if !is_part(start.name.tag) {
            return self.body_start(start);
        }
        if self.close_caption() { Step::Again } else { self.forget(start) }
    }

    pub(super) fn caption_end(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Caption => {
                self.close_caption();
                Step::Done
            }
            Tag::Table if self.close_caption() => Step::Again,
            Tag::Table | Tag::Body | Tag::Html => Step::Done,
            tag if is_part(tag) => Step::Done,
            _ => self.body_end(name),
        }
    }

    fn close_caption(&mut self) -> bool {
        let Some(at) = self.stack.find(Scope::Table, Tag::Caption) else { return false };
        self.stack.truncate(at);
        self.clear_formats();
        self.mode = Mode::InTable;
        true
    }

    pub(super) fn column_text(&mut self, text: Text) -> Step {
        if text.blank { Step::Done } else { self.close_columns() }
    }

    pub(super) fn column_start(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Col => {
                self.insert_closed(start);
                Step::Done
            }
            Tag::Template => self.head_element(start),
            _ => match self.close_columns() {
                Step::Again => Step::Again,
                Step::Done => self.forget(start),
            },
        }
    }

    pub(super) fn column_end(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::ColGroup => {
                self.close_columns();
                Step::Done
            }
            Tag::Col => Step::Done,
            Tag::Template => self.template_end(),
            _ => self.close_columns(),
        }
    }

    fn close_columns(&mut self) -> Step {
        if !self.current_is(Tag::ColGroup) {
            return Step::Done;
        }
        self.stack.pop();
        self.mode = Mode::InTable;
        Step::Again
    }

    /// "In table body".
    pub(super) fn row_group_start(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Tr => {
                self.stack.close_to(is_group_context);
                self.insert(start);
                self.mode = Mode::InRow;
                Step::Done
            }
            Tag::Td | Tag::Th => {
                self.stack.close_to(is_group_context);
                self.insert_phantom(Tag::Tr);
                self.mode = Mode::InRow;
                Step::Again
            }
            tag if is_part(tag) => {
                if self.close_group() {
                    Step::Again
                } else {
                    self.forget(start)
                }
            }
            _ => self.table_start(start),
        }
    }

    pub(super) fn row_group_end(&mut self, name: Name) -> Step {
        match name.tag {
            tag if tag.is(class::ROW_GROUP) => {
                if self.stack.in_scope(Scope::Table, tag) {
                    self.close_group();
                }
                Step::Done
            }
            Tag::Table if self.close_group() => Step::Again,
            Tag::Table => Step::Done,
            _ => self.table_end(name),
        }
    }

    fn close_group(&mut self) -> bool {
        let group = self.stack.find_in(Scope::Table, |open| open.tag.is(class::ROW_GROUP));
        if group.is_none() {
            return false;
        }
        self.stack.close_to(is_group_context);
        self.stack.pop();
        self.mode = Mode::InTable;
        true
    }

    /// "In row".
    pub(super) fn row_start(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Td | Tag::Th => {
                self.stack.close_to(is_row_context);
                self.insert(start);
                self.mode = Mode::InCell;
                self.formats.push(Format::Marker);
                Step::Done
            }
            tag if is_part(tag) => {
                if self.close_row() {
                    Step::Again
                } else {
                    self.forget(start)
                }
            }
            _ => self.table_start(start),
        }
    }

    pub(super) fn row_end(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Tr => {
                self.close_row();
                Step::Done
            }
            Tag::Table if self.close_row() => Step::Again,
            Tag::Table => Step::Done,
            tag if tag.is(class::ROW_GROUP) => {
                if self.stack.in_scope(Scope::Table, tag) && self.close_row() {
                    Step::Again
                } else {
                    Step::Done
                }
            }
            _ => self.table_end(name),
        }
    }

    fn close_row(&mut self) -> bool {
        if !self.stack.in_scope(Scope::Table, Tag::Tr) {
            return false;
        }
        self.stack.close_to(is_row_context);
        self.stack.pop();
        self.mode = Mode::InTableBody;
        true
    }

    pub(super) fn cell_start(&mut self, start: &Start) -> Step {
        if !is_part(start.name.tag) {
            return self.body_start(start);
        }
        if self.close_cell() { Step::Again } else { self.forget(start) }
    }

    pub(super) fn cell_end(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Td | Tag::Th => {
                if let Some(at) = self.stack.find(Scope::Table, name.tag) {
                    self.stack.truncate(at);
                    self.clear_formats();
                    self.mode = Mode::InRow;
                }
                Step::Done
            }
            Tag::Body | Tag::Html | Tag::Caption | Tag::Col | Tag::ColGroup => Step::Done,
            Tag::Table | Tag::Tr | Tag::TBody | Tag::TFoot | Tag::THead => {
                if self.stack.in_scope(Scope::Table, name.tag) && self.close_cell() { Step::Again } else { Step::Done }
            }
            _ => self.body_end(name),
        }
    }

    fn close_cell(&mut self) -> bool {
        let cell = self.stack.find_in(Scope::Table, |open| open.tag.is(class::CELL));
        let Some(at) = cell else { return false };
        self.stack.truncate(at);
        self.clear_formats();
        self.mode = Mode::InRow;
        true
    }
}
