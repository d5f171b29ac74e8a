//! What tantivy says, made into what the desk can act on.

use ports::IndexError;
use std::io::{Error, ErrorKind};
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenWriteError};

pub(crate) fn failed(error: TantivyError) -> IndexError {
    let said = error.to_string();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Busy(said),
        TantivyError::IoError(error) => of_io(&error, said),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            of_io(&io_error, said)
        }
        TantivyError::DataCorruption(_)
        | TantivyError::OpenReadError(_)
        | TantivyError::IncompatibleIndex(_) => IndexError::Damaged(said),
        TantivyError::SchemaError(_) => IndexError::Damaged(
            "it was made by another version; the process that writes makes it anew".to_owned(),
        ),
        _ => IndexError::Broken(said),
    }
}

fn of_io(error: &Error, said: String) -> IndexError {
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::PermissionDenied
        | ErrorKind::QuotaExceeded
        | ErrorKind::FileTooLarge => IndexError::Unwritable(said),
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::NotFound => {
            IndexError::Damaged(said)
        }
        _ => IndexError::Broken(said),
    }
}
