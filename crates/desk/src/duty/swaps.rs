//! Swaps: a person asks, the other one or an arranger approves. Nobody approves their own.

use super::board::{SwapCard, name_of};
use super::{NOTE_CHARS_MAX, beginning};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{NewShift, NewSwap, Person, PersonId, Shift, ShiftId, Swap, SwapId, SwapState};

impl Desk {
    /// Asks that somebody else takes one's shift.
    pub async fn ask_swap(
        &self,
        actor: &Actor,
        shift: ShiftId,
        to: PersonId,
        why: &str,
    ) -> Result<SwapId, DeskError> {
        actor.must(Act::TakeDuty)?;
        let found = self.shift(actor, shift).await?;
        let asked_by = self.asks(actor, &found, to)?;
        let other = self.can_take(to).await?;
        self.must_be_free(&found.is, shift, to).await?;
        let swap = NewSwap {
            shift,
            asked_by,
            to,
            why: beginning(why, NOTE_CHARS_MAX),
        };
        let details = format!("→ {}: {}", other.login, swap.why);
        let note = actor.note(
            self.clock.now(),
            "duty.swap_asked",
            shift.to_string(),
            details,
        );
        Ok(self.store.ask_swap(&swap, &note).await?)
    }

    /// Who asks, if the shift is theirs, not over, and to be somebody else's.
    fn asks(&self, actor: &Actor, shift: &Shift, to: PersonId) -> Result<PersonId, DeskError> {
        let own = shift
            .is
            .person
            .filter(|own| actor.who.person == Some(*own) && !shift.removed);
        let asked_by =
            own.ok_or_else(|| DeskError::refused("duty.not_yours", "that is not your shift"))?;
        if shift.is.to <= self.clock.now() {
            return Err(DeskError::refused("duty.over", "that shift is over"));
        }
        if to == asked_by {
            return Err(DeskError::refused("duty.swap_self", "choose somebody else"));
        }
        Ok(asked_by)
    }

    /// Decides about a wish, or takes one's own back.
    pub async fn settle_swap(
        &self,
        actor: &Actor,
        id: SwapId,
        state: SwapState,
    ) -> Result<(), DeskError> {
        actor.must(Act::SeeDuty)?;
        let swap = self
            .store
            .swap(id)
            .await?
            .ok_or_else(|| DeskError::NotFound {
                kind: "swap",
                id: id.to_string(),
            })?;
        if !allowed(actor, &swap, state) {
            return Err(DeskError::refused(
                "duty.swap_not_yours",
                "the other one or an arranger decides; nobody approves their own",
            ));
        }
        if state == SwapState::Approved {
            self.can_take(swap.said.to).await?;
            let shift = self.shift(actor, swap.said.shift).await?;
            self.must_be_free(&shift.is, shift.id, swap.said.to).await?;
        }
        let word = word_of(state);
        let note = actor.note(
            self.clock.now(),
            word,
            id.to_string(),
            swap.said.shift.to_string(),
        );
        Ok(self
            .store
            .settle_swap(id, state, &actor.name, &note)
            .await?)
    }

    /// Nobody is on two shifts at once by a swap.
    async fn must_be_free(
        &self,
        shift: &NewShift,
        id: ShiftId,
        to: PersonId,
    ) -> Result<(), DeskError> {
        let given = NewShift {
            person: Some(to),
            ..shift.clone()
        };
        let busy = self.clashes_of(&given, Some(id)).await?;
        let busy = busy
            .iter()
            .any(|clash| clash.kind == super::ClashKind::SamePerson(to));
        if busy {
            return Err(DeskError::refused(
                "duty.swap_busy",
                "they are on another shift at that time",
            ));
        }
        Ok(())
    }

    /// Wishes that wait, as this person sees them.
    pub(super) async fn swap_cards(
        &self,
        actor: &Actor,
        people: &[Person],
    ) -> Result<Vec<SwapCard>, DeskError> {
        let mut cards = Vec::new();
        for swap in self.store.swaps(None).await? {
            let shift = self.store.shift(swap.said.shift).await?;
            cards.push(SwapCard {
                asked_by: name_of(people, swap.said.asked_by),
                to: name_of(people, swap.said.to),
                may_decide: may_decide(actor, &swap),
                may_withdraw: actor.who.person == Some(swap.said.asked_by),
                shift: shift.filter(|shift| !shift.removed),
                swap,
            });
        }
        Ok(cards)
    }
}

/// Whether this person may do this to a wish.
fn allowed(actor: &Actor, swap: &Swap, state: SwapState) -> bool {
    match state {
        SwapState::Approved | SwapState::Declined => may_decide(actor, swap),
        SwapState::Withdrawn => actor.who.person == Some(swap.said.asked_by),
        SwapState::Asked => false,
    }
}

/// How it is written down.
fn word_of(state: SwapState) -> &'static str {
    match state {
        SwapState::Approved => "duty.swap_approved",
        SwapState::Declined => "duty.swap_declined",
        SwapState::Withdrawn | SwapState::Asked => "duty.swap_withdrawn",
    }
}

fn may_decide(actor: &Actor, swap: &Swap) -> bool {
    let asks = actor.who.person == Some(swap.said.asked_by);
    !asks && (actor.who.person == Some(swap.said.to) || actor.may(Act::ArrangeDuty))
}
