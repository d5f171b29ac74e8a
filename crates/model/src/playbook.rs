//! Playbooks: the prepared way to handle a kind of matter.

use crate::{Moment, PlaybookId};
use serde::{Deserialize, Serialize};

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaybookStep {
    /// How many minutes after the start it is due.
    pub minutes: i64,
    /// Whose it is: a unit's name or a role of the playbook; nothing means the leading unit.
    pub role: String,
    /// What is to be done, or what a drill brings in.
    pub text: String,
    /// Whether it is an input of a drill rather than something to do.
    pub scripted: bool,
}

/// What a playbook says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaybookBody {
    /// When it is used.
    pub conditions: String,
    /// Who does what.
    pub roles: String,
    /// The timed checklist.
    pub steps: Vec<PlaybookStep>,
    /// Words to say while the facts are not known yet.
    pub holding: String,
    /// Whom to call.
    pub contacts: String,
    /// Laws and rules to look at.
    pub laws: String,
}

impl PlaybookBody {
    /// Lines of a checklist at most.
    pub const STEPS_MAX: usize = 100;

    /// The checklist as people write it: one line a step, `+30 role: text`; a line with `!` after
    /// the minutes is an input of a drill. What cannot be read is told with its number.
    pub fn read_steps(text: &str) -> Result<Vec<PlaybookStep>, usize> {
        let lines = (1..).zip(text.lines().map(str::trim));
        let steps: Result<Vec<PlaybookStep>, usize> = lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(number, line)| read_step(line).ok_or(number))
            .collect();
        let steps = steps?;
        match steps.len() {
            count if count > Self::STEPS_MAX => Err(Self::STEPS_MAX + 1),
            _ => Ok(steps),
        }
    }

    /// The same in writing.
    pub fn write_steps(&self) -> String {
        let lines = self.steps.iter().map(|step| {
            let sign = if step.scripted { "!" } else { "" };
            let role = match step.role.as_str() {
                "" => String::new(),
                role => format!("{role}: "),
            };
            format!("+{}{sign} {role}{}", step.minutes, step.text)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Minutes after the start that a step may be due at most: thirty days.
const MINUTES_MAX: i64 = 30 * 24 * 60;

fn read_step(line: &str) -> Option<PlaybookStep> {
    let line = line.strip_prefix('+').unwrap_or(line);
    let end = line.find(|c: char| !c.is_ascii_digit())?;
    let (minutes, rest) = line.split_at(end);
    let minutes: i64 = minutes.parse().ok()?;
    let scripted = rest.starts_with(['!', '！']);
    let rest = rest.trim_start_matches(['!', '！']).trim();
    let parted = rest.split_once([':', '：']);
    let (role, text) = match parted {
        // A long beginning is a sentence with a colon, not a role.
        Some((role, text)) if role.chars().count() <= 20 && !text.trim().is_empty() => {
            (role.trim(), text.trim())
        }
        _ => ("", rest),
    };
    let sound = minutes <= MINUTES_MAX && !text.is_empty();
    sound.then(|| PlaybookStep {
        minutes,
        role: role.to_owned(),
        text: text.to_owned(),
        scripted,
    })
}

/// A playbook as it is kept. Every version stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    /// Its number.
    pub id: PlaybookId,
    /// Its version, from 1.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What it says.
    pub body: PlaybookBody,
    /// Who wrote this version, and when.
    pub changed: (String, Moment),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checklist_reads_back() {
        let text =
            "+0 值班员: 核实现场\n\n+30 县水利局：派员查看\n+45! 记者来电询问\n60 发布首条信息";
        let body = PlaybookBody {
            steps: PlaybookBody::read_steps(text).unwrap(),
            ..PlaybookBody::default()
        };
        assert_eq!(body.steps.len(), 4);
        assert_eq!(body.steps[1].role, "县水利局");
        assert!(body.steps[2].scripted && body.steps[2].role.is_empty());
        assert_eq!(body.steps[3].minutes, 60);
        assert_eq!(
            PlaybookBody::read_steps(&body.write_steps()),
            Ok(body.steps)
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_by_its_number() {
        for (text, line) in [
            ("核实", 1),
            ("+0 核实\n立即", 2),
            ("+99999999999999999999 x", 1),
            ("+50000 x", 1),
            ("+5", 1),
        ] {
            assert_eq!(PlaybookBody::read_steps(text), Err(line), "{text}");
        }
    }
}
