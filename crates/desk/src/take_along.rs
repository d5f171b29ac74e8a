//! Pictures to take along.

use crate::{Desk, DeskError};
use std::sync::Arc;

/// Dots across a picture: sharp on a printed page.
const PICTURE_DOTS: u32 = 2_000;

impl Desk {
    /// A drawing in SVG as a picture in PNG.
    pub async fn png_of(&self, svg: String) -> Result<Vec<u8>, DeskError> {
        let broken = |why: String| DeskError::Broken {
            act: "make a picture",
            why,
        };
        let Some(typesetter) = self.typesetter.as_ref().map(Arc::clone) else {
            return Err(broken("this desk has no typesetter".to_owned()));
        };
        let set = tokio::task::spawn_blocking(move || typesetter.png(&svg, PICTURE_DOTS));
        set.await
            .map_err(|error| broken(error.to_string()))?
            .map_err(|error| broken(error.to_string()))
    }
}
