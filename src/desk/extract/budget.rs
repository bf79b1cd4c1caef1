//! What the JSON of one page may cost: parsed, it takes many times the memory of its text.

use super::Limits;

/// What has been parsed of one page.
#[derive(Default)]
pub(super) struct Budget {
    bytes: usize,
    objects: usize,
    values: usize,
}

impl Budget {
    /// Takes a text into account, or leaves it out whole where a cap would be passed: half of it could say the opposite of
    /// the whole. Objects are counted by their braces, values by the commas and brackets that open or part them (those within
    /// strings too, so the caps must leave room for prose).
    pub(super) fn takes(&mut self, text: &str, bytes_max: usize, limits: &Limits) -> bool {
        let bytes = self.bytes + text.len();
        if bytes > bytes_max {
            return false;
        }
        let braces = memchr::memchr_iter(b'{', text.as_bytes()).count();
        let objects = self.objects + braces;
        let values = self.values + braces + memchr::memchr2_iter(b',', b'[', text.as_bytes()).count();
        if objects > limits.json_ld_objects_max || values > limits.json_ld_values_max {
            return false;
        }
        (self.bytes, self.objects, self.values) = (bytes, objects, values);
        true
    }
}
