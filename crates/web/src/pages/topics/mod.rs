//! Topics: the list, one with all that is said of it, its form, and where alerts go.

pub(crate) mod acts;
pub(crate) mod board;
pub(crate) mod form;
mod numbers;
pub(crate) mod routes;
pub(crate) mod sheet;

use crate::shell::Shell;
use desk::{DeskError, QueryProblem};
use model::TopicId;

/// What is wrong with a question, in the language of the page.
fn words_of(wrong: &QueryProblem, shell: &Shell) -> String {
    let key = format!("query.{}", wrong.code);
    let words = shell.t(&key);
    if words.contains(&key) {
        wrong.message.clone()
    } else {
        words.into_owned()
    }
}

fn id_of(id: &str) -> Result<TopicId, DeskError> {
    TopicId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "topic",
        id: id.to_owned(),
    })
}
