//! A notice on every page: what kind of desk this is, where it is not an ordinary one.

/// What is not ordinary about a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// It shows a fictional county.
    Demonstration,
}

impl Notice {
    /// Its words in the catalogue.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Demonstration => "house.demonstration",
        }
    }
}
