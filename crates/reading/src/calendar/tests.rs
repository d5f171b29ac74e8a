use super::*;
use proptest::prelude::*;

fn frame() -> CalendarFrame {
    CalendarFrame {
        from: Moment(1_767_225_600_000),
        to: Moment(1_798_761_600_000),
        zone: chrono_tz::Europe::Berlin,
    }
}

fn read(events: &str) -> Calendar {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    read_calendar(text.as_bytes(), frame()).unwrap()
}

fn hours(entry: &CalendarEntry) -> i64 {
    (entry.to.0 - entry.from.0) / model::HOUR_MS
}

#[test]
fn a_night_over_a_change_of_the_clock_has_its_true_length() {
    let calendar = read(
        "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Berlin:20260328T200000\n\
         DTEND;TZID=Europe/Berlin:20260329T080000\nSUMMARY:Nacht\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:b\nDTSTART;TZID=\"W. Europe Standard Time\":20261024T200000\n\
         DTEND;TZID=\"W. Europe Standard Time\":20261025T080000\nEND:VEVENT\n",
    );
    assert_eq!(calendar.refused, []);
    let lengths: Vec<i64> = calendar.entries.iter().map(hours).collect();
    assert_eq!(lengths, [11, 13]);
}

#[test]
fn what_repeats_keeps_to_the_clock_of_its_zone() {
    let calendar = read(
        "BEGIN:VEVENT\nUID:w\nSEQUENCE:2\nDTSTART;TZID=Europe/Berlin:20260326T080000\n\
         DTEND;TZID=Europe/Berlin:20260326T200000\nRRULE:FREQ=DAILY;UNTIL=20260330\n\
         EXDATE;TZID=Europe/Berlin:20260327T080000\nSUMMARY:Tag\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:w\nSEQUENCE:3\nRECURRENCE-ID;TZID=Europe/Berlin:20260330T080000\n\
         DTSTART;TZID=Europe/Berlin:20260330T100000\nDURATION:PT10H\nSUMMARY:spät\nEND:VEVENT\n",
    );
    assert_eq!(calendar.refused, []);
    let told: Vec<(&str, i64)> = (calendar.entries.iter())
        .map(|entry| (entry.uid.as_str(), entry.from.0))
        .collect();
    assert_eq!(
        told,
        [
            ("w#20260326T070000Z", 1_774_508_400_000),
            ("w#20260328T070000Z", 1_774_681_200_000),
            ("w#20260329T060000Z", 1_774_764_000_000),
            ("w#20260330T060000Z", 1_774_857_600_000),
        ]
    );
    let last = calendar.entries.last().unwrap();
    assert_eq!((last.summary.as_str(), hours(last)), ("spät", 10));
}

#[test]
fn whole_days_and_odd_lines_are_read_as_they_are_meant() {
    let calendar = read(
        "X-WR-TIMEZONE:Asia/Shanghai\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nUID:d\nDTSTART;VALUE=DATE:20260501\nSUMMARY:张三\\, 值\n 班\nCATEGORIES:officer,值班\n\
         ATTENDEE;CN=\"张三; 一\";ROLE=CHAIR:MAILTO:zhang@example.org\nSTATUS:CANCELLED\n\
         BEGIN:VALARM\nTRIGGER:-PT1H\nDTSTART:nonsense\nEND:VALARM\nEND:VEVENT\n",
    );
    let entry = calendar.entries.first().unwrap();
    assert_eq!(
        entry.from,
        Moment(1_777_564_800_000),
        "midnight in Shanghai"
    );
    assert_eq!(hours(entry), 24);
    assert_eq!(entry.summary, "张三, 值班");
    assert_eq!(entry.categories, ["officer", "值班"]);
    let zhang = ("张三; 一".to_owned(), "zhang@example.org".to_owned());
    assert_eq!(entry.attendees, [zhang]);
    assert!(entry.cancelled);
}

#[test]
fn what_is_not_taken_is_told_with_its_line() {
    let calendar = read(
        "BEGIN:VEVENT\nUID:1\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:2\nDTSTART:20260501T080000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:3\nDTSTART;TZID=Moon/Base:20260501T080000\nDURATION:PT1H\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:4\nDTSTART:20260501T080000Z\nDTEND:20260501T070000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:5\nDTSTART:20260501T080000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260501T080000Z\nDURATION:PT1H\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:7\nnonsense\nDTSTART:20260501T080000Z\nDURATION:PT1H\nRDATE:20260502T080000Z\nEND:VEVENT\n",
    );
    let lines: Vec<usize> = calendar.refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(
        lines,
        [3, 6, 10, 15, 20, 26, 32, 35],
        "{:?}",
        calendar.refused
    );
    assert_eq!(calendar.entries.len(), 1);
    for (bytes, problem) in [
        (b"<html>".as_slice(), CalendarProblem::NoCalendar),
        (b"", CalendarProblem::NoCalendar),
        (b"\xff\xfe", CalendarProblem::NotUtf8),
    ] {
        assert_eq!(read_calendar(bytes, frame()), Err(problem));
    }
    let large = vec![b' '; CALENDAR_BYTES_MAX + 1];
    let refused = read_calendar(&large, frame());
    assert_eq!(refused, Err(CalendarProblem::TooLarge));
}

#[test]
fn lines_are_folded_after_75_octets_and_end_as_they_should() {
    let event = CalendarEvent {
        uid: "a".to_owned(),
        summary: "值班".repeat(60),
        ..CalendarEvent::default()
    };
    let text = write_calendar("青岚县", &[event]);
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
    }
    assert!(text.ends_with("END:VCALENDAR\r\n"));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        uid in "[a-z0-9#@-]{1,40}", summary in "[^\\p{C}]{0,120}", description in "([^\\p{C}]|\n){0,200}",
        minutes in 0_i64..400_000, lasts in 1_i64..44_000, sequence in 0_i64..900,
        name in "[^\\p{C}\"]{0,30}", mail in "[a-z]{1,9}@[a-z]{1,9}",
    ) {
        let from = Moment(frame().from.0 + minutes * 60_000);
        let event = CalendarEvent {
            uid: uid.clone(), sequence, changed_at: from, from, to: Moment(from.0 + lasts * 60_000),
            summary: summary.clone(), description: description.clone(), category: "officer".to_owned(),
            attendee: Some((name.clone(), mail.clone())),
        };
        let calendar = read_calendar(write_calendar("x", std::slice::from_ref(&event)).as_bytes(), frame()).unwrap();
        prop_assert_eq!(calendar.refused, []);
        let entry = &calendar.entries[0];
        prop_assert_eq!((entry.from, entry.to, entry.sequence), (event.from, event.to, sequence));
        prop_assert_eq!((&entry.uid, &entry.summary, &entry.description), (&uid, &summary, &description));
        prop_assert_eq!(&entry.attendees, &[(name, mail)]);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_calendar(&bytes, frame());
    }

    #[test]
    fn any_lines_are_read_or_told(
        lines in proptest::collection::vec(
            "(BEGIN:VEVENT|END:VEVENT|UID:[a-c]|DTSTART(;TZID=Europe/Berlin)?:2026032[0-9]T0[0-9]3000|DTEND:2026[01][0-9]29T[012]00000Z|DURATION:P(T?[0-9]{1,6}[HDM])|RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);(COUNT|INTERVAL)=[0-9]{1,5}(;BY(DAY|MONTHDAY|SETPOS)=[-0-9MOTU]{1,4})?|EXDATE:20260[34]29T010000|[A-Z]{0,9}[;:=][A-Z0-9]{0,9})",
            0..12,
        ),
    ) {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR", lines.join("\n"));
        let calendar = read_calendar(text.as_bytes(), frame()).unwrap();
        for entry in calendar.entries {
            prop_assert!(entry.from < entry.to);
        }
    }
}
