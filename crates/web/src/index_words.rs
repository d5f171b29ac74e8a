//! What is being done to the search index, in words.

use crate::shell::Shell;
use crate::words::count;
use desk::IndexWork;

/// A sentence with how far it has come.
pub(crate) fn index_words(work: IndexWork, shell: &Shell) -> String {
    let key: &str = &format!("index_work.{}", work.task.word());
    rust_i18n::t!(
        key,
        locale = shell.tag(),
        n = work.percent(),
        done = count(work.done.cast_signed()),
        of = count(work.of.cast_signed())
    )
    .to_string()
}
