//! What pages ask of the desk about pictures, and for the wall.

use async_trait::async_trait;
use desk::{AnalysisAsk, Comparison, Desk, DeskError, Pictures, Slice, SliceList, Wall};

/// Questions about pictures.
#[async_trait]
pub trait PictureQuestions: Send + Sync {
    /// Everything that the pictures of one question show.
    async fn pictures(&self, ask: &AnalysisAsk) -> Result<Pictures, DeskError>;
    /// A question beside another, or beside itself in the period before.
    async fn compare(
        &self,
        one: &AnalysisAsk,
        other: Option<&AnalysisAsk>,
    ) -> Result<Comparison, DeskError>;
    /// The documents of a part of it.
    async fn slice(
        &self,
        ask: &AnalysisAsk,
        slice: &Slice,
        page: usize,
    ) -> Result<SliceList, DeskError>;
    /// A drawing in SVG as a picture in PNG.
    async fn png_of(&self, svg: String) -> Result<Vec<u8>, DeskError>;
    /// What the wall shows.
    async fn wall(&self) -> Result<Wall, DeskError>;
}

#[async_trait]
impl PictureQuestions for Desk {
    async fn pictures(&self, ask: &AnalysisAsk) -> Result<Pictures, DeskError> {
        Desk::pictures(self, ask).await
    }

    async fn compare(
        &self,
        one: &AnalysisAsk,
        other: Option<&AnalysisAsk>,
    ) -> Result<Comparison, DeskError> {
        Desk::compare(self, one, other).await
    }

    async fn slice(
        &self,
        ask: &AnalysisAsk,
        slice: &Slice,
        page: usize,
    ) -> Result<SliceList, DeskError> {
        Desk::slice(self, ask, slice, page).await
    }

    async fn png_of(&self, svg: String) -> Result<Vec<u8>, DeskError> {
        Desk::png_of(self, svg).await
    }

    async fn wall(&self) -> Result<Wall, DeskError> {
        Desk::wall(self).await
    }
}
