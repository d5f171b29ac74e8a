//! Compare a watched page with what it said last: changes become an item with a readable diff.

use super::read_answer::{Bytes, Unread};
use super::visit_source::{Gathered, Visitor};
use model::{Source, TimeNote, limits};
use reading::{Article, Entry, address_hash, difference};

impl Visitor {
    /// Reads the page and holds it against the version before.
    pub(super) async fn compare(
        &self,
        source: &Source,
        from: Bytes,
        gathered: &mut Gathered,
    ) -> Result<(), Unread> {
        let (rules, now, zone) = (source.rules.article.clone(), self.clock.now(), self.zone);
        let article = self
            .beside(move || {
                let content_type = from.content_type.as_deref();
                reading::read_article(&from.body, content_type, &from.url, now, zone, &rules)
            })
            .await?;
        if article.text.is_empty() {
            let why = "no text was found on the page; give a selector for the part to watch";
            return Err(why.to_owned().into());
        }
        gathered.answer.title = Some(article.title.clone());
        gathered.answer.warnings.clone_from(&article.warnings);
        let text: String = article.text.chars().take(limits::TEXT_CHARS_MAX).collect();
        let before = self
            .store
            .page_version(source.id)
            .await
            .map_err(|error| error.to_string())?;
        match before {
            None => {
                let note = "first reading: changes are told from now on";
                gathered.answer.warnings.push(note.to_owned());
                gathered.findings.version = Some(text);
            }
            Some(before) if before == text => {}
            Some(before) => {
                let change = difference(&before, &text);
                if !change.text.is_empty() {
                    gathered
                        .answer
                        .entries
                        .push(entry(source, &article, &text, change.text));
                    gathered.findings.version = Some(text);
                }
            }
        }
        Ok(())
    }
}

fn entry(source: &Source, article: &Article, text: &str, change: String) -> Entry {
    let title = if article.title.is_empty() {
        &source.name
    } else {
        &article.title
    };
    Entry {
        external_id: format!("{:016x}", address_hash(text)),
        url: source.url.clone(),
        title: format!("{title} ±"),
        text: change,
        published_at: None,
        time_note: TimeNote::Missing,
    }
}
