//! Leads: what citizens tell without an account. Matters, not persons: names and numbers are masked
//! before anything is kept.

use crate::actor::Actor;
use crate::cases::{entry, line, not_found, overtaken, words};
use crate::cover::Covered;
use crate::people::tokens::{hash, hex};
use crate::{Act, Desk, DeskError};
use analysis::WordKind;
use model::{CaseId, EntryKind, HOUR_MS, Lead, LeadId, LeadState, Moment};
use std::collections::BTreeMap;

/// Leads on one page.
pub const LEADS_PER_PAGE: u64 = 50;
/// Leads from one network address in an hour.
const PER_ADDRESS_MAX: usize = 3;
/// Leads in an hour from everybody: what a small office can read.
const PER_HOUR_MAX: u64 = 60;
/// Network addresses that are remembered; beyond them the oldest hour is forgotten.
const ADDRESSES_MAX: usize = 10_000;
/// Letters of a text that says something.
const TEXT_CHARS_MIN: usize = 8;

/// What somebody tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TellForm {
    /// What is the matter.
    pub text: String,
    /// Where.
    pub place: String,
    /// A public page about it.
    pub link: String,
    /// A field that people do not see and programs fill in.
    pub trap: String,
}

/// When which network address told something in the last hour.
#[derive(Debug, Default)]
pub(crate) struct Tellers(std::sync::Mutex<BTreeMap<String, Vec<Moment>>>);

impl Tellers {
    /// Counts a try; false where there were too many within the hour.
    fn count(&self, address: &str, now: Moment) -> bool {
        let mut book = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let fresh = |at: &Moment| now.0 - at.0 < HOUR_MS;
        if book.len() >= ADDRESSES_MAX {
            book.retain(|_, times| times.iter().any(fresh));
        }
        if book.len() >= ADDRESSES_MAX && !book.contains_key(address) {
            return false;
        }
        let times = book.entry(address.to_owned()).or_default();
        times.retain(fresh);
        let free = times.len() < PER_ADDRESS_MAX;
        if free {
            times.push(now);
        }
        free
    }
}

/// Some leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadList {
    /// The last first.
    pub leads: Vec<Lead>,
    /// Where the list goes on.
    pub next: Option<LeadId>,
}

impl Desk {
    /// Takes what somebody tells, and gives the receipt code, once.
    pub async fn tell(&self, address: &str, form: &TellForm) -> Result<String, DeskError> {
        let receipt = self.receipt();
        if !form.trap.trim().is_empty() {
            // A program is told what a person is told, and nothing is kept.
            return Ok(receipt);
        }
        let text = self.masked_lead(&words(&form.text), Lead::TEXT_CHARS_MAX);
        if text.chars().count() < TEXT_CHARS_MIN {
            return Err(DeskError::refused(
                "tell.text",
                "say in a sentence what is the matter",
            ));
        }
        let link = line(&form.link, Lead::LINK_CHARS_MAX);
        let is_page = link.starts_with("https://") || link.starts_with("http://");
        if !link.is_empty() && !is_page {
            return Err(DeskError::refused(
                "tell.link",
                "a link begins with https://",
            ));
        }
        let now = self.clock.now();
        self.must_have_room(address, now).await?;
        let lead = Lead {
            id: LeadId(0),
            at: now,
            text,
            place: self.masked_lead(&form.place, Lead::PLACE_CHARS_MAX),
            link,
            state: LeadState::Received,
            reply: String::new(),
            case: None,
            changed: (String::new(), now),
            version: 0,
        };
        self.store.keep_lead(&lead, &hash(&receipt)).await?;
        Ok(receipt)
    }

    /// Refuses what comes too often, from one network address or from all.
    async fn must_have_room(&self, address: &str, now: Moment) -> Result<(), DeskError> {
        if !self.tellers.count(address, now) {
            let words = "too many from here; come back in an hour";
            return Err(DeskError::refused("tell.wait", words));
        }
        let hour = Moment(now.0 - HOUR_MS);
        if self.store.leads_since(hour, PER_HOUR_MAX).await? >= PER_HOUR_MAX {
            let words = "too many at present; come back in an hour";
            return Err(DeskError::refused("tell.full", words));
        }
        Ok(())
    }

    /// Twenty signs that nobody guesses, in groups of four.
    fn receipt(&self) -> String {
        let bytes: Vec<u8> = (0..2)
            .flat_map(|_| self.random.bits().to_be_bytes())
            .take(10)
            .collect();
        let signs = hex(&bytes);
        let groups: Vec<&str> = (0..5)
            .filter_map(|at| signs.get(at * 4..at * 4 + 4))
            .collect();
        groups.join("-")
    }

    /// Numbers, addresses and names of persons hidden, as far as their form tells them.
    fn masked_lead(&self, text: &str, most: usize) -> String {
        let text: String = text.chars().take(most).collect();
        let mut text = text.covered();
        let Some(understander) = self.understander() else {
            return text;
        };
        let said = understander.segmenter().words("", &text);
        let names: Vec<String> = (said.iter().zip(&said.kinds))
            .filter(|(word, kind)| **kind == WordKind::Person && word.chars().count() > 1)
            .map(|(word, _)| word.to_owned())
            .collect();
        for name in names {
            text = text.replace(&name, &"•".repeat(name.chars().count()));
        }
        text
    }

    /// What became of a lead, for whoever has its receipt.
    pub async fn lead_told(&self, receipt: &str) -> Result<Lead, DeskError> {
        let receipt = receipt.trim().to_ascii_lowercase();
        let lead = self.store.lead_at(&hash(&receipt)).await?;
        lead.ok_or_else(|| DeskError::refused("tell.receipt", "there is no such receipt code"))
    }

    /// Leads, the last first.
    pub async fn lead_list(
        &self,
        actor: &Actor,
        state: Option<LeadState>,
        before: Option<LeadId>,
    ) -> Result<LeadList, DeskError> {
        actor.must(Act::HandleCases)?;
        let mut leads = self.store.leads(state, before, LEADS_PER_PAGE + 1).await?;
        let more = leads.len() as u64 > LEADS_PER_PAGE;
        leads.truncate(LEADS_PER_PAGE as usize);
        Ok(LeadList {
            next: leads.last().filter(|_| more).map(|lead| lead.id),
            leads,
        })
    }

    /// Says what becomes of a lead: with a case it joins that; a teller who is declined is told why.
    pub async fn change_lead(
        &self,
        actor: &Actor,
        id: LeadId,
        version: i64,
        state: LeadState,
        case: Option<CaseId>,
        reply: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let lead = self.store.lead(id).await?;
        let mut lead = lead.ok_or_else(|| not_found("lead", id))?;
        if lead.version != version {
            return Err(overtaken(&lead.changed));
        }
        let reply = words(reply);
        if state == LeadState::Declined && reply.is_empty() {
            return Err(DeskError::refused("lead.reason", "tell the teller why"));
        }
        let joins = match case {
            Some(case) => Some(self.case_or_missing(case).await?.id),
            None => None,
        };
        let now = self.clock.now();
        lead.state = state;
        lead.reply = reply;
        lead.case = joins.or(lead.case);
        lead.changed = (actor.name.clone(), now);
        let said = joins.map(|_| entry(actor, now, EntryKind::LeadAttached, id, ""));
        let details = format!("{} {}", state.word(), lead.reply);
        let note = actor.note(now, "lead.changed", id.to_string(), details);
        let changed = self.store.change_lead(&lead, said.as_ref(), &note).await;
        match changed.map_err(DeskError::from) {
            Err(error) if error.is_conflict() => {
                let now = self.store.lead(id).await?;
                Err(now.map_or(error, |lead| overtaken(&lead.changed)))
            }
            changed => changed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_three_times_an_hour() {
        let tellers = Tellers::default();
        let at = |minute: i64| Moment(minute * 60_000);
        for minute in [0, 1, 2] {
            assert!(tellers.count("192.0.2.7", at(minute)));
        }
        assert!(!tellers.count("192.0.2.7", at(59)));
        assert!(tellers.count("192.0.2.8", at(59)), "another address");
        assert!(
            tellers.count("192.0.2.7", at(60)),
            "the first is an hour ago"
        );
        assert!(!tellers.count("192.0.2.7", at(60)));
    }
}
