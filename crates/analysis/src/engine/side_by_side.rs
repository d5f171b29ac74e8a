//! Placing many documents on two cores. Whether a document is a copy and what its terms weigh
//! depend on the documents before it alone; its event on those of before; its story on its event.
//! So, batch by batch, one core lets documents in and tells the stories what became of those that
//! were placed, while the other places those that were let in. Each document meets exactly the
//! state that it would meet if they came one by one.

use super::copy_memory::Remembered;
use super::entrance::{Entered, Entrance};
use super::placing::{Placed, Placing, Told, Unsettled};
use super::stories::Stories;
use super::{Arrival, Engine, StoryLink, newcomer};
use model::{EventId, Placement};
use std::sync::mpsc;

/// Documents of a batch.
const BATCH: usize = 64;

/// A document's placement, and its event's link to a story if one was made.
pub type PlacedAndLinked = (Placement, Option<StoryLink>);

/// What the second core is asked for: documents to let in, and what became of earlier ones.
struct Order<'a> {
    arrivals: &'a [Arrival<'a>],
    placed: Vec<Ended>,
}

/// What became of a document, as the copies and the stories hear it.
struct Ended {
    event: EventId,
    settle: Option<Remembered>,
    told: Option<Told>,
}

/// What the second core works on.
struct Side<'a> {
    entrance: Entrance<'a>,
    stories: &'a mut Stories,
}

impl Engine {
    /// Decides for documents in this order, as [`Engine::place`] does for each, and gives the links
    /// of their events to stories with them. `beside` says whether a second core may be used.
    pub fn place_all(&mut self, arrivals: &[Arrival], beside: bool) -> Vec<PlacedAndLinked> {
        if beside && arrivals.len() > BATCH {
            let (placements, links) = self.place_beside(arrivals);
            if let Some(last) = arrivals.last() {
                self.last = last.id.0;
            }
            return placements.into_iter().zip(links).collect();
        }
        arrivals
            .iter()
            .map(|arrival| self.place_and_link(arrival))
            .collect()
    }

    fn place_beside(&mut self, arrivals: &[Arrival]) -> (Vec<Placement>, Vec<Option<StoryLink>>) {
        let mut side = Side {
            entrance: Entrance {
                weights: &mut self.weights,
                copies: &mut self.copies,
            },
            stories: &mut self.stories,
        };
        let mut placing = Placing {
            events: &mut self.events,
            second_look: &mut self.second_look,
        };
        let (order, orders) = mpsc::channel::<Order>();
        let (answer, answers) = mpsc::channel();
        std::thread::scope(|scope| {
            let side = scope.spawn(move || {
                let mut links = Vec::with_capacity(arrivals.len());
                let mut told = arrivals.iter();
                for order in orders {
                    side.hear(&mut told, order.placed, &mut links);
                    // Nobody waits any more where the other core gave up.
                    let _ = answer.send(side.entrance.enter_all(order.arrivals));
                }
                links
            });
            let placements = placing.place_in_turn(arrivals, &order, &answers);
            drop(order);
            match side.join() {
                Ok(links) => (placements, links),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}

impl Placing<'_> {
    /// Places batch after batch: while one is placed, the next is let in.
    fn place_in_turn<'a>(
        &mut self,
        arrivals: &'a [Arrival<'a>],
        order: &mpsc::Sender<Order<'a>>,
        answers: &mpsc::Receiver<Vec<Entered>>,
    ) -> Vec<Placement> {
        let mut placements = Vec::with_capacity(arrivals.len());
        let mut unsettled = Unsettled::default();
        let (mut entered, mut placed) = (Vec::new(), Vec::new());
        let mut batches = arrivals.chunks(BATCH);
        // Two more steps: the last batch is placed in one, heard of in the other.
        for _ in 0..batches.len() + 2 {
            let asked = Order {
                arrivals: batches.next().unwrap_or_default(),
                placed: std::mem::take(&mut placed),
            };
            if order.send(asked).is_err() {
                break;
            }
            let batch = arrivals.get(placements.len()..).unwrap_or_default();
            for (arrival, entered) in batch.iter().zip(entered) {
                let Placed {
                    placement,
                    settle,
                    told,
                } = self.place(arrival, entered, &mut unsettled);
                placed.push(Ended {
                    event: placement.event,
                    settle,
                    told,
                });
                placements.push(placement);
            }
            let Ok(answer) = answers.recv() else {
                break;
            };
            entered = answer;
        }
        placements
    }
}

impl Side<'_> {
    /// The copies learn the events of documents that were placed, the stories all of them.
    fn hear<'a>(
        &mut self,
        arrivals: &mut impl Iterator<Item = &'a Arrival<'a>>,
        placed: Vec<Ended>,
        links: &mut Vec<Option<StoryLink>>,
    ) {
        for (ended, arrival) in placed.into_iter().zip(arrivals) {
            if let Some(remembered) = &ended.settle {
                self.entrance.copies.settle(remembered, ended.event);
            }
            links.push(ended.told.and_then(|told| {
                let new = newcomer(arrival.id, arrival.features, &told.weighted);
                let link = self.stories.hear(ended.event, &new, told.sum);
                self.entrance.weights.reuse(told.weighted);
                link
            }));
        }
    }
}
