//! A desk is made of what it is given: each of these says what more it can do with it.

use crate::line::Handed;
use crate::{Boundaries, Desk};
use analysis::{Gazetteer, OwnPlace, SharedUnderstander, Understander};
use ports::{Fetcher, Typesetter, Vault};
use std::sync::Arc;

impl Desk {
    /// The same desk with an outbound client and a vault: it can check, discover and take pictures.
    #[must_use]
    pub fn with_world(mut self, fetcher: Arc<dyn Fetcher>, vault: Arc<dyn Vault>) -> Self {
        self.fetcher = Some(fetcher);
        self.vault = Some(vault);
        self
    }

    /// The same desk with a way to the line: it can take what people bring.
    #[must_use]
    pub fn with_hand(mut self, hand: tokio::sync::mpsc::Sender<Handed>) -> Self {
        self.hand = Some(hand);
        self
    }

    /// The same desk with the names of its own places.
    #[must_use]
    pub fn with_places(mut self, own: &[OwnPlace]) -> Self {
        let names = own.iter().map(|place| (place.place, place.name.clone()));
        self.own_places = names.collect();
        self.gazetteer = Gazetteer::new(None, own);
        let points = own
            .iter()
            .filter_map(|place| Some((place.place, place.at?)));
        self.own_points = points.collect();
        self
    }

    /// The same desk with lines for its maps, which the operator gave.
    #[must_use]
    pub fn with_boundaries(mut self, boundaries: Option<Boundaries>) -> Self {
        self.boundaries = boundaries.map(Arc::new);
        self
    }

    /// The same desk with what understands texts: it can tell which documents are similar.
    #[must_use]
    pub fn with_understander(mut self, understander: impl Into<SharedUnderstander>) -> Self {
        self.understander = Some(understander.into());
        self
    }

    /// What understands texts at present.
    pub(crate) fn understander(&self) -> Option<Arc<Understander>> {
        self.understander.as_ref().map(SharedUnderstander::now)
    }

    /// The same desk with a typesetter: its pictures can be taken along.
    #[must_use]
    pub fn with_typesetter(mut self, typesetter: Arc<dyn Typesetter>) -> Self {
        self.typesetter = Some(typesetter);
        self
    }

    /// The same desk, showing a fictional office whose people anybody may come in as.
    #[must_use]
    pub fn with_demonstration(mut self, demonstration: bool) -> Self {
        self.demonstration = demonstration;
        self
    }
}
