//! What people see: routes, pages, parts, templates, assets, locales.
//!
//! A page is a struct with a template of the same name and sample data; a handler asks the desk
//! one question and fills it in. This crate makes no decision.
#![forbid(unsafe_code)]

mod account_question;
mod alert_question;
mod alert_routes;
mod answer_question;
mod assets;
mod bell;
mod cards;
mod case_question;
mod case_routes;
mod channel_question;
mod chart;
mod correction_question;
mod doors;
mod duty_question;
mod duty_routes;
mod evidence_question;
mod form_token;
mod frame;
mod gate;
mod gist;
mod heat_words;
mod index_words;
mod keeping_question;
mod kept_fields;
mod language;
mod live;
mod notice;
mod office_question;
mod pages;
mod parts;
mod picture_question;
mod pictures;
mod places;
mod proposal_question;
mod question;
mod rank_chart;
mod reading_question;
mod reading_words;
mod routes;
mod said;
mod sample;
mod sample_alerts;
mod sample_answers;
mod sample_case_answers;
mod sample_cases;
mod sample_channels;
mod sample_compare;
mod sample_duty;
mod sample_duty_answers;
mod sample_duty_pages;
mod sample_evidence;
mod sample_keeping;
mod sample_levels;
mod sample_office;
mod sample_pictures;
mod sample_saved;
mod sample_sources;
mod sample_topic_sheet;
mod sample_topics;
mod sample_understanding;
mod sample_words;
mod saved_question;
mod shell;
mod show;
mod spread_chart;
mod topic_question;
mod topic_routes;
mod tour;
mod understanding_question;
mod walls;
mod web_settings;
mod word_question;
mod words;

pub use account_question::AccountQuestions;
pub use answer_question::AnswerQuestions;
pub use case_question::CaseQuestions;
pub use correction_question::CorrectionQuestions;
pub use doors::{Access, Door};
pub use duty_question::DutyQuestions;
pub use evidence_question::EvidenceQuestions;
pub use keeping_question::KeepingQuestions;
pub use live::Closing;
pub use notice::Notice;
pub use office_question::OfficeQuestions;
pub use picture_question::PictureQuestions;
pub use proposal_question::ProposalQuestions;
pub use question::Questions;
pub use reading_question::ReadingQuestions;
pub use routes::{declared, router};
pub use sample::{Amount, SampleDesk, gallery};
pub use understanding_question::UnderstandingQuestions;
pub use web_settings::WebSettings;
pub use word_question::WordQuestions;

rust_i18n::i18n!("locales", fallback = "en");

use std::future::Future;
use std::io;

/// Serves the pages until `shutdown` is ready, then ends the streams of open pages and finishes
/// what is under way.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    closing: Closing,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(
        listener,
        router.into_make_service_with_connect_info::<std::net::SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        shutdown.await;
        closing.close();
    })
    .await
}
