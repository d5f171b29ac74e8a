//! Placing many documents on two cores. Whether a document is a copy and what its terms weigh
//! depend on the documents before it alone; its event on those of before; its story on its event.
//! So, batch by batch, one core lets documents in and tells the stories what became of those that
//! were placed, while the other places those that were let in. Each document meets exactly the
//! state that it would meet if they came one by one.

use super::entrance::{Entered, Entrance};
use super::placing::{Placed, Placing, Told, Unsettled};
use super::stories::Stories;
use super::{Arrival, Engine, StoryLink, newcomer};
use model::{EventId, Placement};

/// Documents of a batch.
const BATCH: usize = 64;

/// A document's placement, and its event's link to a story if one was made.
pub type PlacedAndLinked = (Placement, Option<StoryLink>);

/// A batch on its way: which arrivals, and what is known of each.
struct Batch<T> {
    arrivals: std::ops::Range<usize>,
    rest: Vec<T>,
}

impl<T> Batch<T> {
    const NONE: Self = Self {
        arrivals: 0..0,
        rest: Vec::new(),
    };
}

impl Engine {
    /// Decides for documents in this order, as [`Engine::place`] does for each, and gives the links
    /// of their events to stories with them. `beside` says whether a second core may be used.
    pub fn place_all(&mut self, arrivals: &[Arrival], beside: bool) -> Vec<PlacedAndLinked> {
        if !beside || arrivals.len() <= BATCH {
            return arrivals
                .iter()
                .map(|arrival| self.place_and_link(arrival))
                .collect();
        }
        let mut placements = Vec::with_capacity(arrivals.len());
        let mut links = Vec::with_capacity(arrivals.len());
        let mut unsettled = Unsettled::default();
        let (mut entered, mut told) = (Batch::NONE, Batch::NONE);
        let batches = arrivals.len().div_ceil(BATCH);
        // Two more steps: the last batch is placed in one, told in the other.
        for step in 0..batches + 2 {
            let range = BATCH * step..(BATCH * (step + 1)).min(arrivals.len());
            let (now_entered, placed) =
                self.step(arrivals, range, entered, told, &mut links, &mut unsettled);
            entered = now_entered;
            told = self.settle_all(placed, &mut placements);
        }
        if let Some(last) = arrivals.last() {
            self.last = last.id.0;
        }
        placements.into_iter().zip(links).collect()
    }

    /// One batch enters, the one before is placed, the one before that told to the stories.
    fn step(
        &mut self,
        arrivals: &[Arrival],
        range: std::ops::Range<usize>,
        entered: Batch<Entered>,
        told: Batch<(EventId, Option<Told>)>,
        links: &mut Vec<Option<StoryLink>>,
        unsettled: &mut Unsettled,
    ) -> (Batch<Entered>, Batch<Placed>) {
        let stories = &mut self.stories;
        let mut entrance = Entrance {
            weights: &mut self.weights,
            copies: &mut self.copies,
        };
        let mut placing = Placing {
            events: &mut self.events,
            second_look: &mut self.second_look,
        };
        let beside = move || {
            links.extend(tell(stories, arrivals, told));
            let rest = arrivals
                .get(range.clone())
                .map(|batch| entrance.enter_all(batch))
                .unwrap_or_default();
            Batch {
                arrivals: range,
                rest,
            }
        };
        std::thread::scope(|scope| {
            let beside = scope.spawn(beside);
            let batch = arrivals.get(entered.arrivals.clone()).unwrap_or_default();
            let rest = batch
                .iter()
                .zip(entered.rest)
                .map(|(arrival, entered)| placing.place(arrival, entered, unsettled))
                .collect();
            let placed = Batch {
                arrivals: entered.arrivals,
                rest,
            };
            match beside.join() {
                Ok(entered) => (entered, placed),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    /// The copies learn the events of a batch; what the stories are then told.
    fn settle_all(
        &mut self,
        placed: Batch<Placed>,
        placements: &mut Vec<Placement>,
    ) -> Batch<(EventId, Option<Told>)> {
        let rest = placed.rest.into_iter().map(|one| {
            let event = one.placement.event;
            if let Some(remembered) = &one.settle {
                self.copies.settle(remembered, event);
            }
            placements.push(one.placement);
            (event, one.told)
        });
        Batch {
            arrivals: placed.arrivals,
            rest: rest.collect(),
        }
    }
}

fn tell<'a>(
    stories: &'a mut Stories,
    arrivals: &'a [Arrival],
    told: Batch<(EventId, Option<Told>)>,
) -> impl Iterator<Item = Option<StoryLink>> + 'a {
    let batch = arrivals.get(told.arrivals).unwrap_or_default();
    batch.iter().zip(told.rest).map(|(arrival, (event, told))| {
        let told = told?;
        let new = newcomer(arrival.id, arrival.features, &told.weighted);
        stories.hear(event, &new, told.sum)
    })
}
