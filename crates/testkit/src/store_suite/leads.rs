//! Leads: found by their receipt.

use super::NOW;
use super::cases::{conflicts, entry, new_case, note, opened};
use model::{Case, EntryKind, Lead, LeadId, LeadState, Moment, SessionHash};
use ports::Store;

pub(super) async fn leads(store: &dyn Store) {
    let secret = |text: &str| SessionHash(text.to_owned());
    let lead = Lead {
        id: LeadId(0),
        at: Moment(NOW),
        text: "路灯不亮".to_owned(),
        place: "北门外".to_owned(),
        link: String::new(),
        state: LeadState::Received,
        reply: String::new(),
        case: None,
        changed: (String::new(), Moment(NOW)),
        version: 0,
    };
    let id = store.keep_lead(&lead, &secret("a")).await.unwrap();
    assert!(
        store.keep_lead(&lead, &secret("a")).await.is_err(),
        "a receipt belongs to one"
    );
    let other = store.keep_lead(&lead, &secret("b")).await.unwrap();
    let found = store.lead_at(&secret("a")).await.unwrap().unwrap();
    assert_eq!(
        found,
        Lead {
            id,
            version: 1,
            ..lead.clone()
        }
    );
    assert_eq!(store.lead_at(&secret("c")).await.unwrap(), None);
    assert_eq!(store.leads_since(Moment(NOW), 9).await.unwrap(), 2);
    assert_eq!(store.leads_since(Moment(NOW), 1).await.unwrap(), 1);
    assert_eq!(store.leads_since(Moment(NOW + 1), 9).await.unwrap(), 0);

    let grown = Case {
        lead: Some(id),
        ..new_case(&[])
    };
    let case = store
        .open_case(&opened(grown.clone()), &note("case.opened"))
        .await
        .unwrap();
    let taken = store.lead(id).await.unwrap().unwrap();
    assert_eq!((taken.state, taken.case), (LeadState::Handling, Some(case)));
    let twice = store.open_case(&opened(grown), &note("case.opened")).await;
    assert!(
        conflicts(&twice),
        "two people opening at once make one case"
    );

    let mut joined = store.lead(other).await.unwrap().unwrap();
    (joined.state, joined.case) = (LeadState::Handling, Some(case));
    let said = entry(EntryKind::LeadAttached, "");
    store
        .change_lead(&joined, Some(&said), &note("lead.changed"))
        .await
        .unwrap();
    assert!(conflicts(
        &store
            .change_lead(&joined, None, &note("lead.changed"))
            .await
    ));
    assert_eq!(store.timeline(case).await.unwrap().last, 2);
    assert_eq!(
        store
            .leads(Some(LeadState::Received), None, 9)
            .await
            .unwrap()
            .len(),
        0
    );
    assert_eq!(store.leads(None, Some(other), 9).await.unwrap()[0].id, id);
}
