//! What pages ask of the desk.

use crate::account_question::AccountQuestions;
use crate::alert_question::AlertQuestions;
use crate::answer_question::AnswerQuestions;
use crate::case_question::CaseQuestions;
use crate::channel_question::ChannelQuestions;
use crate::correction_question::CorrectionQuestions;
use crate::duty_question::DutyQuestions;
use crate::evidence_question::EvidenceQuestions;
use crate::keeping_question::KeepingQuestions;
use crate::office_question::OfficeQuestions;
use crate::picture_question::PictureQuestions;
use crate::proposal_question::ProposalQuestions;
use crate::reading_question::ReadingQuestions;
use crate::saved_question::SavedQuestions;
use crate::topic_question::TopicQuestions;
use crate::understanding_question::UnderstandingQuestions;
use crate::word_question::WordQuestions;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::line::VisitReport;
use desk::{
    Actor, AddedSource, Brought, Changes, Desk, DeskError, Discovered, DocumentAsk, DocumentList,
    DocumentSheet, EditDone, EventAsk, EventList, EventSheet, Health, ImportedOpml, NowAsk,
    NowBoard, OpmlList, QueryProblem, SearchAsk, SearchResults, SourceAsk, SourceBoard, SourceForm,
    SourceSheet, Taken,
};
use model::{DocumentId, EventId, Moment, SourceEdit, SourceId};

/// The questions of the pages: the desk answers them, or sample data does.
#[async_trait]
pub trait Questions:
    AccountQuestions
    + AlertQuestions
    + TopicQuestions
    + OfficeQuestions
    + CorrectionQuestions
    + ProposalQuestions
    + SavedQuestions
    + ChannelQuestions
    + KeepingQuestions
    + DutyQuestions
    + PictureQuestions
    + ReadingQuestions
    + UnderstandingQuestions
    + WordQuestions
    + CaseQuestions
    + AnswerQuestions
    + EvidenceQuestions
{
    /// What is big, what rises and what is new.
    async fn now_board(&self, ask: &NowAsk) -> Result<NowBoard, DeskError>;
    /// Events that changed after a revision.
    async fn changes_after(&self, revision: i64) -> Result<Option<Changes>, DeskError>;
    /// A number that grows with every change of events.
    async fn revision(&self) -> Result<i64, DeskError>;
    /// One document with all that is known of it.
    async fn document_sheet(&self, id: DocumentId) -> Result<DocumentSheet, DeskError>;
    /// The records behind a number.
    async fn document_list(&self, ask: &DocumentAsk) -> Result<DocumentList, DeskError>;
    /// Events in a list.
    async fn event_list(&self, ask: &EventAsk) -> Result<EventList, DeskError>;
    /// One event with a page of its members.
    async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError>;
    /// What a written query is understood as, or what is wrong with it.
    fn understood_as(&self, query: &str) -> Result<String, QueryProblem>;
    /// What a search finds.
    async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError>;
    /// The board of sources.
    async fn source_board(&self, ask: &SourceAsk) -> Result<SourceBoard, DeskError>;
    /// All sources asked for, on every page.
    async fn sources_matching(&self, ask: &SourceAsk) -> Result<Vec<SourceId>, DeskError>;
    /// One source with its visits.
    async fn source_sheet(&self, id: SourceId) -> Result<SourceSheet, DeskError>;
    /// Adds a source.
    async fn add_source(&self, actor: &Actor, form: &SourceForm) -> Result<AddedSource, DeskError>;
    /// Changes sources.
    async fn edit_sources(
        &self,
        actor: &Actor,
        ids: &[SourceId],
        edit: &SourceEdit,
    ) -> Result<EditDone, DeskError>;
    /// Takes a change of sources back.
    async fn undo_edit(&self, actor: &Actor, id: i64) -> Result<u64, DeskError>;
    /// Reads a source and keeps nothing.
    async fn check_source(&self, id: SourceId) -> Result<VisitReport, DeskError>;
    /// Reads a source as it is described, and keeps nothing.
    async fn check(&self, form: &SourceForm) -> Result<VisitReport, DeskError>;
    /// Finds what a site offers.
    async fn discover(&self, url: &str, allow_private: bool) -> Result<Discovered, DeskError>;
    /// Adds the subscriptions of an OPML list.
    async fn import_opml(&self, actor: &Actor, list: &OpmlList) -> Result<ImportedOpml, DeskError>;
    /// All sources as an OPML list.
    async fn export_opml(&self) -> Result<String, DeskError>;
    /// Takes what a person brings.
    async fn bring(&self, actor: &Actor, brought: Brought) -> Result<Taken, DeskError>;
    /// A picture that came with a document.
    async fn picture(&self, document: DocumentId) -> Result<(String, Vec<u8>), DeskError>;
    /// Whether the desk is well.
    async fn health(&self) -> Health;
    /// The present, by the desk's clock: a browser's is never asked.
    fn now(&self) -> Moment;
    /// The zone times are shown in.
    fn time_zone(&self) -> Tz;
    /// A number under which a failure is written down and can be asked about.
    fn incident(&self) -> String;
}

#[async_trait]
impl Questions for Desk {
    async fn now_board(&self, ask: &NowAsk) -> Result<NowBoard, DeskError> {
        Desk::now_board(self, ask).await
    }

    async fn changes_after(&self, revision: i64) -> Result<Option<Changes>, DeskError> {
        Desk::changes_after(self, revision).await
    }

    async fn revision(&self) -> Result<i64, DeskError> {
        Desk::revision(self).await
    }

    async fn document_sheet(&self, id: DocumentId) -> Result<DocumentSheet, DeskError> {
        Desk::document_sheet(self, id).await
    }

    async fn document_list(&self, ask: &DocumentAsk) -> Result<DocumentList, DeskError> {
        Desk::document_list(self, ask).await
    }

    async fn event_list(&self, ask: &EventAsk) -> Result<EventList, DeskError> {
        Desk::event_list(self, ask).await
    }

    async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError> {
        Desk::event_sheet(self, id, page).await
    }

    fn understood_as(&self, query: &str) -> Result<String, QueryProblem> {
        Desk::understood_as(self, query)
    }

    async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError> {
        Desk::search(self, ask).await
    }

    async fn source_board(&self, ask: &SourceAsk) -> Result<SourceBoard, DeskError> {
        Desk::source_board(self, ask).await
    }

    async fn sources_matching(&self, ask: &SourceAsk) -> Result<Vec<SourceId>, DeskError> {
        Desk::sources_matching(self, ask).await
    }

    async fn source_sheet(&self, id: SourceId) -> Result<SourceSheet, DeskError> {
        Desk::source_sheet(self, id).await
    }

    async fn add_source(&self, actor: &Actor, form: &SourceForm) -> Result<AddedSource, DeskError> {
        Desk::add_source(self, actor, form).await
    }

    async fn edit_sources(
        &self,
        actor: &Actor,
        ids: &[SourceId],
        edit: &SourceEdit,
    ) -> Result<EditDone, DeskError> {
        Desk::edit_sources(self, actor, ids, edit).await
    }

    async fn undo_edit(&self, actor: &Actor, id: i64) -> Result<u64, DeskError> {
        Desk::undo_edit(self, actor, id).await
    }

    async fn check_source(&self, id: SourceId) -> Result<VisitReport, DeskError> {
        Desk::check_source(self, id).await
    }

    async fn check(&self, form: &SourceForm) -> Result<VisitReport, DeskError> {
        Desk::check(self, form).await
    }

    async fn discover(&self, url: &str, allow_private: bool) -> Result<Discovered, DeskError> {
        Desk::discover(self, url, allow_private).await
    }

    async fn import_opml(&self, actor: &Actor, list: &OpmlList) -> Result<ImportedOpml, DeskError> {
        Desk::import_opml(self, actor, list).await
    }

    async fn export_opml(&self) -> Result<String, DeskError> {
        Desk::export_opml(self).await
    }

    async fn bring(&self, actor: &Actor, brought: Brought) -> Result<Taken, DeskError> {
        Desk::bring(self, actor, brought).await
    }

    async fn picture(&self, document: DocumentId) -> Result<(String, Vec<u8>), DeskError> {
        Desk::picture(self, document).await
    }

    async fn health(&self) -> Health {
        Desk::health(self).await
    }

    fn now(&self) -> Moment {
        Desk::now(self)
    }

    fn time_zone(&self) -> Tz {
        Desk::time_zone(self)
    }

    fn incident(&self) -> String {
        Desk::incident(self)
    }
}
