//! Shifts, swaps and steps of the chain as they are shown.

use crate::shell::Shell;
use crate::show::{Time, time_near};
use crate::words::plain;
use chrono_tz::Tz;
use desk::{Clash, ClashKind, EscalationStep, OnDuty, Reached, RosterBoard, SwapCard};
use model::{DutyPost, Moment, PersonId, Whom};

/// A shift with whoever has it.
#[derive(Debug, Clone)]
pub(crate) struct ShownOn {
    pub(crate) id: String,
    pub(crate) post: String,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) mail: String,
    pub(crate) from: Time,
    pub(crate) to: Time,
    pub(crate) note: String,
    /// Why word does not reach them.
    pub(crate) unreached: Option<String>,
    /// Whether a wish to swap it waits.
    pub(crate) swapping: bool,
}

/// Two shifts in each other's way.
#[derive(Debug, Clone)]
pub(crate) struct ShownClash {
    pub(crate) words: String,
    pub(crate) names: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) first: String,
    pub(crate) second: String,
}

/// A wish to swap.
#[derive(Debug, Clone)]
pub(crate) struct ShownSwap {
    pub(crate) id: String,
    pub(crate) asked_by: String,
    pub(crate) to: String,
    pub(crate) why: String,
    pub(crate) shift: Option<(String, Time, Time)>,
    pub(crate) may_decide: bool,
    pub(crate) may_withdraw: bool,
}

/// A step of the chain.
#[derive(Debug, Clone)]
pub(crate) struct ShownStep {
    pub(crate) after: String,
    pub(crate) whom: String,
    pub(crate) names: String,
    pub(crate) nobody: bool,
    pub(crate) unreached: Vec<String>,
}

pub(crate) fn post_word(post: DutyPost, shell: &Shell) -> String {
    shell.t(&format!("duty.post_{}", post.word())).into_owned()
}

pub(crate) fn unreached_word(reached: Reached, shell: &Shell) -> Option<String> {
    let key = match reached {
        Reached::Yes => return None,
        Reached::Vacant => "duty.vacant",
        Reached::Disabled => "duty.disabled",
        Reached::NoAddress => "duty.no_address",
    };
    Some(shell.t(key).into_owned())
}

pub(crate) fn on(one: &OnDuty, board: &RosterBoard, shell: &Shell, zone: Tz) -> ShownOn {
    let is = &one.shift.is;
    let person = one.person.as_ref();
    let vacant = || shell.t("duty.vacant").into_owned();
    let waits = |card: &SwapCard| card.swap.said.shift == one.shift.id;
    ShownOn {
        id: one.shift.id.to_string(),
        post: post_word(is.post, shell),
        name: person.map_or_else(vacant, |person| plain(&person.name)),
        phone: person.map_or_else(String::new, |person| plain(&person.phone)),
        mail: person.map_or_else(String::new, |person| plain(&person.mail)),
        from: time_near(is.from, board.now, zone),
        to: time_near(is.to, board.now, zone),
        note: plain(&is.note),
        unreached: unreached_word(one.reached, shell),
        swapping: board.swaps.iter().any(waits),
    }
}

pub(crate) fn clash(
    clash: &Clash,
    names: &str,
    shell: &Shell,
    near: &dyn Fn(Moment) -> String,
) -> ShownClash {
    let key = match clash.kind {
        ClashKind::SamePerson(_) => "duty.clash_same",
        ClashKind::TwoOfficers => "duty.clash_two",
    };
    let to = |id: model::ShiftId| shell.to(&format!("/duty/shifts/{id}"));
    ShownClash {
        words: shell.t(key).into_owned(),
        names: plain(names),
        from: near(clash.from),
        to: near(clash.to),
        first: to(clash.first),
        second: to(clash.second),
    }
}

pub(crate) fn swap(card: &SwapCard, board: &RosterBoard, shell: &Shell, zone: Tz) -> ShownSwap {
    let shift = card.shift.as_ref().map(|shift| {
        let near = |at| time_near(at, board.now, zone);
        (
            post_word(shift.is.post, shell),
            near(shift.is.from),
            near(shift.is.to),
        )
    });
    ShownSwap {
        id: card.swap.id.to_string(),
        asked_by: plain(&card.asked_by),
        to: plain(&card.to),
        why: plain(&card.swap.said.why),
        shift,
        may_decide: card.may_decide,
        may_withdraw: card.may_withdraw,
    }
}

pub(crate) fn step(step: &EscalationStep, board: &RosterBoard, shell: &Shell) -> ShownStep {
    let name = |id: PersonId| {
        let found = board.people.iter().find(|person| person.id == id);
        found.map_or_else(|| id.to_string(), |person| plain(&person.name))
    };
    let names: Vec<String> = step.persons.iter().map(|id| name(*id)).collect();
    let unreached = step.unreached.iter().filter_map(|(person, why)| {
        let why = unreached_word(*why, shell)?;
        Some(person.map_or(why.clone(), |id| format!("{} {why}", name(id))))
    });
    ShownStep {
        after: shell.n("duty.after", step.after_minutes),
        whom: match step.whom {
            Whom::Post(post) => post_word(post, shell),
            Whom::Person(id) => name(id),
        },
        names: names.join("、"),
        nobody: step.reaches_nobody(),
        unreached: unreached.collect(),
    }
}
