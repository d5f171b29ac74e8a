//! What somebody typed into a form when the session was over: it goes with them through signing in,
//! in the page, and never lies on the desk.

use crate::form_token;
use crate::frame::own_path;

/// Bytes of fields that are carried along.
pub(crate) const KEPT_BYTES_MAX: usize = 64 * 1024;

/// Fields of a form, with where it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptFields {
    /// Path the form was sent to.
    pub(crate) path: String,
    /// Its fields without the token of the old session.
    pub(crate) fields: Vec<(String, String)>,
}

impl KeptFields {
    /// Fields as they come from a page of ours.
    pub(crate) fn new(path: &str, fields: Vec<(String, String)>) -> Self {
        Self {
            path: own_path(path).to_owned(),
            fields: fields
                .into_iter()
                .filter(|(name, _)| name != form_token::FIELD)
                .collect(),
        }
    }

    /// Reads the form in which a page carries them.
    pub(crate) fn read(path: &str, packed: &str) -> Option<Self> {
        if path.is_empty() {
            return None;
        }
        let fields: Vec<(String, String)> = serde_json::from_str(packed).ok()?;
        Some(Self::new(path, fields))
    }

    /// The form in which a page carries them.
    pub(crate) fn packed(&self) -> String {
        serde_json::to_string(&self.fields).expect("pairs of texts are plain JSON")
    }

    /// Fields that a person typed, for showing.
    pub(crate) fn typed(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_without_the_old_token() {
        let kept = KeptFields::new(
            "/bring",
            vec![
                ("form_token".into(), "old".into()),
                ("text".into(), "第一行\n<b>第二行</b> \"&".into()),
            ],
        );
        assert_eq!(kept.fields.len(), 1);
        assert_eq!(KeptFields::read("/bring", &kept.packed()), Some(kept));
        assert_eq!(KeptFields::read("/bring", "nonsense"), None);
        assert_eq!(KeptFields::read("", "[]"), None);
        let away = KeptFields::read("//evil.example/x", "[]").unwrap();
        assert_eq!(away.path, "/");
    }
}
