//! Evidence of cases: on hold as long as a case needs it.

use super::cases::{conflicts, new_case, note, opened};
use super::{NOW, batch, source};
use model::{CaseId, CaseSettings, CaseState, CitedBy, Moment};
use ports::{CaseChange, HoldAsk, Store};

pub(super) async fn held(store: &dyn Store, case: CaseId) -> usize {
    let ask = HoldAsk {
        cited_by: Some(CitedBy::Case),
        reference: Some(case.to_string()),
        limit: 10,
        ..HoldAsk::default()
    };
    store.holds(&ask).await.unwrap().len()
}

pub(super) async fn holds(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 1, source)).await.unwrap();
    let id = store
        .open_case(&opened(new_case(&[1])), &note("case.opened"))
        .await
        .unwrap();
    let far = Moment(NOW + 1_000_000);
    assert_eq!(
        store
            .release_case_holds(far, &note("hold.released"))
            .await
            .unwrap(),
        0,
        "it is open"
    );
    let mut case = store.case(id).await.unwrap().unwrap();
    (case.state, case.closed_at) = (CaseState::Closed, Some(Moment(NOW + 100)));
    let closed = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&closed, &note("case.stepped"))
        .await
        .unwrap();
    let early = store
        .release_case_holds(Moment(NOW + 100), &note("hold.released"))
        .await
        .unwrap();
    assert_eq!(
        (early, held(store, id).await),
        (0, 1),
        "evidence is needed a while longer"
    );
    assert_eq!(
        store
            .release_case_holds(far, &note("hold.released"))
            .await
            .unwrap(),
        1
    );
    assert_eq!(held(store, id).await, 0);
    let mut case = store.case(id).await.unwrap().unwrap();
    (case.state, case.closed_at) = (CaseState::Handling, None);
    let again = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&again, &note("case.stepped"))
        .await
        .unwrap();
    assert_eq!(held(store, id).await, 1, "opened again, it holds again");

    assert_eq!(
        store.case_settings().await.unwrap(),
        (CaseSettings::default(), 0)
    );
    let settings = CaseSettings {
        reply_hours: 72,
        ..CaseSettings::default()
    };
    store
        .change_case_settings(&settings, 0, &note("settings.changed"))
        .await
        .unwrap();
    assert_eq!(store.case_settings().await.unwrap(), (settings, 1));
    let unseen = store
        .change_case_settings(&settings, 0, &note("settings.changed"))
        .await;
    assert!(conflicts(&unseen));
}
