//! What pages ask of the desk about duty.

use async_trait::async_trait;
use chrono::NaiveDate;
use desk::{
    Actor, Desk, DeskError, HandoverSheet, RosterBoard, RosterImport, RotationAsk, RotationPlan,
    ShiftEdit, ShiftKept,
};
use model::{DutyPost, DutySettings, PersonId, Shift, ShiftId, SwapId, SwapState};

macro_rules! duty_questions {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) -> $gives:ty;)*) => {
        /// Questions about duty.
        #[async_trait]
        pub trait DutyQuestions: Send + Sync {
            $($(#[$doc])* async fn $name(&self, $($argument: $kind),*) -> Result<$gives, DeskError>;)*
        }

        #[async_trait]
        impl DutyQuestions for Desk {
            $(async fn $name(&self, $($argument: $kind),*) -> Result<$gives, DeskError> {
                Desk::$name(self, $($argument),*).await
            })*
        }
    };
}

duty_questions! {
    /// The roster from a day on.
    roster(actor: &Actor, first: Option<NaiveDate>, days: u16) -> RosterBoard;
    /// One shift.
    shift(actor: &Actor, id: ShiftId) -> Shift;
    /// Adds a shift.
    add_shift(actor: &Actor, edit: &ShiftEdit, confirmed: bool) -> ShiftKept;
    /// Changes one.
    change_shift(actor: &Actor, id: ShiftId, version: i64, edit: &ShiftEdit, confirmed: bool) -> ShiftKept;
    /// Removes one.
    remove_shift(actor: &Actor, id: ShiftId, version: i64) -> ();
    /// Takes the last change of a shift back.
    undo_shift(actor: &Actor, id: ShiftId, version: i64) -> ();
    /// Takes shifts back that were added in one step.
    undo_shifts(actor: &Actor, roster: i64) -> u64;
    /// Asks for a swap.
    ask_swap(actor: &Actor, shift: ShiftId, to: PersonId, why: &str) -> SwapId;
    /// Decides about one.
    settle_swap(actor: &Actor, id: SwapId, state: SwapState) -> ();
    /// What a rotation would add.
    plan_rotation(actor: &Actor, ask: &RotationAsk) -> RotationPlan;
    /// Keeps it.
    keep_rotation(actor: &Actor, ask: &RotationAsk, roster: i64) -> (usize, i64);
    /// What a calendar would do.
    preview_roster(actor: &Actor, bytes: &[u8], post: DutyPost) -> RosterImport;
    /// Takes it in.
    import_roster(actor: &Actor, bytes: &[u8], post: DutyPost, roster: i64) -> (RosterImport, i64);
    /// The roster as a calendar.
    export_roster(actor: &Actor) -> String;
    /// The same, by a secret address.
    roster_feed(secret: &str) -> String;
    /// Gives somebody a secret address.
    renew_roster_feed(actor: &Actor) -> String;
    /// Ends it.
    drop_roster_feed(actor: &Actor) -> ();
    /// A hand-over with its note.
    handover_sheet(actor: &Actor, shift: Option<ShiftId>) -> HandoverSheet;
    /// Keeps the note.
    keep_handover(actor: &Actor, shift: ShiftId, version: i64, text: &str) -> ();
    /// Signs it.
    sign_handover(actor: &Actor, shift: ShiftId, version: i64) -> ();
    /// The rules.
    duty_settings(actor: &Actor) -> (DutySettings, i64);
    /// Changes them.
    change_duty(actor: &Actor, version: i64, settings: &DutySettings) -> ();
}
