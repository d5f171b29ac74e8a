//! What pages ask of the desk about user words, and what is being done to the search index.

use async_trait::async_trait;
use desk::{Actor, Desk, DeskError, FaultyLine, IndexWork, WordBook, WordsChanged};

/// Questions about user words.
#[async_trait]
pub trait WordQuestions: Send + Sync {
    /// The user words.
    fn word_book(&self) -> Result<WordBook, DeskError>;
    /// Adds the words on the lines of one text, removes those on the lines of another.
    async fn change_words(
        &self,
        actor: &Actor,
        add: &str,
        remove: &str,
    ) -> Result<Result<WordsChanged, Vec<FaultyLine>>, DeskError>;
    /// Takes a change back.
    async fn undo_words(&self, actor: &Actor, id: usize) -> Result<WordsChanged, DeskError>;
    /// What is being done to the search index, if anything.
    fn index_work(&self) -> Option<IndexWork>;
}

#[async_trait]
impl WordQuestions for Desk {
    fn word_book(&self) -> Result<WordBook, DeskError> {
        Desk::word_book(self)
    }

    async fn change_words(
        &self,
        actor: &Actor,
        add: &str,
        remove: &str,
    ) -> Result<Result<WordsChanged, Vec<FaultyLine>>, DeskError> {
        Desk::change_words(self, actor, add, remove).await
    }

    async fn undo_words(&self, actor: &Actor, id: usize) -> Result<WordsChanged, DeskError> {
        Desk::undo_words(self, actor, id).await
    }

    fn index_work(&self) -> Option<IndexWork> {
        Desk::index_work(self)
    }
}
