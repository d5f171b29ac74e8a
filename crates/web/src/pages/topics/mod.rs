//! Topics: the list, one with all that is said of it, its form, and where alerts go.

pub(crate) mod acts;
pub(crate) mod board;
pub(crate) mod form;
mod numbers;
pub(crate) mod routes;
pub(crate) mod sheet;

use desk::DeskError;
use model::TopicId;

fn id_of(id: &str) -> Result<TopicId, DeskError> {
    TopicId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "topic",
        id: id.to_owned(),
    })
}
