//! Playbooks: every version stays.

use super::NOW;
use super::cases::{conflicts, note};
use model::{Moment, Playbook, PlaybookBody, PlaybookId};
use ports::Store;

pub(super) async fn playbooks(store: &dyn Store) {
    let new = Playbook {
        id: PlaybookId(0),
        version: 0,
        name: "汛期".to_owned(),
        body: PlaybookBody {
            steps: PlaybookBody::read_steps("+0 值班员: 核实").unwrap(),
            ..PlaybookBody::default()
        },
        changed: ("周编辑".to_owned(), Moment(NOW)),
    };
    let id = store
        .keep_playbook(&new, &note("playbook.changed"))
        .await
        .unwrap();
    let first = store.playbooks().await.unwrap().pop().unwrap();
    assert_eq!(
        first,
        Playbook {
            id,
            version: 1,
            ..new
        }
    );
    let next = Playbook {
        name: "汛期二".to_owned(),
        ..first.clone()
    };
    store
        .keep_playbook(&next, &note("playbook.changed"))
        .await
        .unwrap();
    assert!(conflicts(
        &store.keep_playbook(&next, &note("playbook.changed")).await
    ));
    let versions = store.playbook_versions(id).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1], first, "every version stays");
    assert_eq!(store.playbooks().await.unwrap(), [versions[0].clone()]);
}
