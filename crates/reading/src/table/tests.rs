use super::*;
use chrono_tz::Asia::Shanghai;
use model::TimeNote;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const HOTLINE: &str = "工单编号,诉求标题,诉求内容,来电时间,来电人姓名,联系电话,承办单位,诉求来源\n\
    QL-1,路灯不亮,\"城东路灯,\n三天不亮\",2026-03-02 14:05,张某,0000,住建局,电话\n\
    ,,,,,,,\nQL-2,,井盖松动请维修,三月,李某,0001,水务局,微信\nQL-3,,,2026-03-02,王某,,,\n";

fn read(bytes: &[u8], name: &str) -> Table {
    read_table(bytes, name, TableLimits::default()).unwrap()
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn xlsx(sheet: &str) -> Vec<u8> {
    packed(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="工单" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn a_hotline_export_becomes_entries_without_persons() {
    let (gbk, _, _) = encoding_rs::GBK.encode(HOTLINE);
    for bytes in [
        HOTLINE.as_bytes().to_vec(),
        gbk.into_owned(),
        HOTLINE.replace(',', "\t").into_bytes(),
        HOTLINE.replace(',', ";").into_bytes(),
        format!("sep=|\r\n{}", HOTLINE.replace(',', "|")).into_bytes(),
    ] {
        let table = read(&bytes, "export.csv");
        assert_eq!(table.rows.len(), 3);
        let mapping = guess_mapping(&table.header);
        let names = [
            &mapping.id,
            &mapping.title,
            &mapping.text,
            &mapping.time,
            &mapping.source,
        ];
        let names: Vec<&str> = names
            .into_iter()
            .map(|name| name.as_deref().unwrap())
            .collect();
        assert_eq!(
            names,
            ["工单编号", "诉求标题", "诉求内容", "来电时间", "诉求来源"]
        );
        assert_eq!(private_columns(&table.header), ["来电人姓名", "联系电话"]);
        let entries = rows_to_entries(&table, &mapping, Shanghai);
        let first = entries[0].as_ref().unwrap();
        assert_eq!(
            (first.external_id.as_deref(), first.source.as_deref()),
            (Some("QL-1"), Some("电话"))
        );
        assert_eq!(
            (first.title.as_str(), first.published_at.map(|at| at.0)),
            ("路灯不亮", Some(1_772_431_500_000))
        );
        assert!(first.text.contains("三天不亮"));
        let second = entries[1].as_ref().unwrap();
        assert_eq!(
            (second.title.as_str(), second.time_note),
            ("井盖松动请维修", TimeNote::Unreadable)
        );
        assert!(entries[2].is_err());
        assert!(!format!("{entries:?}").contains("张某"));
    }
}

#[test]
fn mappings_never_name_persons() {
    for (header, title, url) in [
        (
            &["标题", "原文地址", "联系地址"][..],
            Some("标题"),
            Some("原文地址"),
        ),
        (
            &["Title", "URL", "Author name", "created_at"],
            Some("Title"),
            Some("URL"),
        ),
        (&["市民姓名", "住址", "主题"], Some("主题"), None),
        (&["a", "b"], None, None),
    ] {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        let mapping = guess_mapping(&header);
        assert_eq!(
            (mapping.title.as_deref(), mapping.url.as_deref()),
            (title, url)
        );
    }
    let table = read("标题,姓名\n路灯,张某\n".as_bytes(), "a.csv");
    let mapping = Mapping {
        title: Some("标题".to_owned()),
        source: Some("姓名".to_owned()),
        ..Mapping::default()
    };
    assert_eq!(
        rows_to_entries(&table, &mapping, Shanghai)[0]
            .as_ref()
            .unwrap()
            .source,
        None
    );
}

#[test]
fn workbooks_with_titles_merged_cells_dates_and_formulas() {
    let cell =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>
        <row r=\"1\">{}</row><row r=\"3\">{}{}{}</row>
        <row r=\"4\">{}{}<c r=\"C4\" s=\"1\"><v>46083.5</v></c></row>
        <row r=\"5\">{}<c r=\"C5\"><f>NOW()</f></c></row>
        <row r=\"1048576\"><c r=\"XFD1048576\"/>{}</row></sheetData>
        <mergeCells count=\"2\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B4:B5\"/></mergeCells></worksheet>",
        cell("A1", "青岚县三月工单"), cell("A3", "标题"), cell("B3", "来源"), cell("C3", "时间"),
        cell("A4", "路灯"), cell("B4", "热线"), cell("A5", "井盖"), cell("A1048576", "末行"),
    );
    let table = read(&xlsx(&sheet), "a.xlsx");
    assert_eq!(table.header, ["标题", "来源", "时间"]);
    assert_eq!(
        table.rows,
        [
            ["路灯", "热线", "2026-03-02 12:00:00"],
            ["井盖", "热线", ""],
            ["末行", "", ""]
        ]
    );
    assert_eq!(table.row_numbers, [4, 5, 1_048_576]);
    assert_eq!(table.warnings.len(), 1, "{:?}", table.warnings);
}

#[test]
fn open_documents_are_read() {
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">
        <table:table-row><table:table-cell office:value-type="string"><text:p>标题</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>时间</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>路灯</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-02T14:05:00"><text:p>x</text:p></table:table-cell></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let ods = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content),
    ]);
    let table = read(&ods, "a.ods");
    assert_eq!(table.rows, [["路灯", "2026-03-02 14:05:00"]]);
}

/// An old workbook of one sheet, with its cells as rows, columns and texts.
fn xls(cells: &[(u16, u16, &str)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        [
            &kind.to_le_bytes()[..],
            &(data.len() as u16).to_le_bytes(),
            data,
        ]
        .concat()
    };
    let begin = |kind: u8| record(0x809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let sheet_name = |at: u32| [&at.to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat();
    let head = begin(5).len() + record(0x85, &sheet_name(0)).len() + 4;
    let mut stream = [
        begin(5),
        record(0x85, &sheet_name(head as u32)),
        record(0x0a, &[]),
        begin(16),
    ]
    .concat();
    for (row, column, text) in cells {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = (units.len() / 2) as u16;
        let data = [
            &row.to_le_bytes()[..],
            &column.to_le_bytes(),
            &[0, 0],
            &count.to_le_bytes(),
            &[1],
            &units,
        ]
        .concat();
        stream.extend(record(0x204, &data));
    }
    stream.extend(record(0x0a, &[]));
    stream.resize(4_096, 0);
    let mut file = vec![0u8; 512 * 3];
    let mut put = |at: usize, data: &[u8]| file[at..at + data.len()].copy_from_slice(data);
    put(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    put(0x18, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(0x2c, &[1, 0, 0, 0, 1, 0, 0, 0]);
    put(
        0x38,
        &[
            0, 16, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff,
        ],
    );
    put(0x4c, &[0xff; 436]);
    put(0x4c, &[0, 0, 0, 0]);
    put(512, &[0xff; 512]);
    put(
        512,
        &[
            0xfd, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6,
            0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff,
        ],
    );
    for (at, name, kind, start, size) in [
        (1_024, "Root Entry", 5u8, 0xffff_fffeu32, 0u32),
        (1_152, "Workbook", 2, 2, 4_096),
    ] {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &units);
        put(at + 64, &[units.len() as u8 + 2, 0, kind, 1]);
        put(at + 68, &[0xff; 12]);
        put(at + 116, &start.to_le_bytes());
        put(at + 120, &size.to_le_bytes());
    }
    put(1_024 + 76, &[1, 0, 0, 0]);
    [file, stream].concat()
}

#[test]
fn old_workbooks_are_read_and_vast_ones_refused() {
    let table = read(
        &xls(&[
            (0, 0, "标题"),
            (0, 1, "时间"),
            (2, 0, "路灯"),
            (2, 1, "2026-03-02"),
        ]),
        "a.xls",
    );
    assert_eq!(
        (table.header.len(), table.row_numbers.as_slice()),
        (2, &[3][..])
    );
    assert_eq!(table.rows, [["路灯", "2026-03-02"]]);
    let vast = read_table(
        &xls(&[(0, 0, "a"), (65_535, 65_535, "b")]),
        "a.xls",
        TableLimits::default(),
    );
    assert!(vast.unwrap_err().to_string().contains("far apart"));
}

#[test]
fn bombs_and_other_files_are_refused_with_words() {
    let limits = TableLimits {
        unpacked_bytes: 1_000_000,
        ..TableLimits::default()
    };
    let bomb = xlsx(&" ".repeat(2_000_000));
    assert_eq!(
        read_table(&bomb, "a.xlsx", limits),
        Err(TableProblem::TooLong(0))
    );
    for (bytes, name) in [
        (&b"PK\x03\x04broken"[..], "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
    ] {
        assert!(matches!(
            read_table(bytes, name, limits),
            Err(TableProblem::Workbook(_))
        ));
    }
    assert_eq!(
        read_table(b"%PDF-1.7", "a.csv", limits),
        Err(TableProblem::Other)
    );
    assert_eq!(
        read_table(b"\n,,\n", "a.csv", limits),
        Err(TableProblem::Empty)
    );
    let few = TableLimits {
        rows: 2,
        columns: 2,
        ..limits
    };
    let table = read_table(b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "a.csv", few).unwrap();
    assert_eq!(
        (table.rows.len(), table.header.len(), table.warnings.len()),
        (2, 2, 2)
    );
}

proptest! {
    #[test]
    fn any_bytes_are_a_table_or_a_problem(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in 0usize..2_000,
        text in "[a,;|\t\n\"标题]{0,60}",
        sheet in "(<(/?row|c r=\"[A-C][1-9]\"|/c|v>[0-9]{0,9}</v|f>x</f|is><t>雨</t></is)>){0,20}",
    ) {
        let limits = TableLimits::default();
        for start in [&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"] {
            let _ = read_table(&[start, &bytes].concat(), "a.csv", limits);
        }
        let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        let _ = read_table(&xlsx(&sheet), "a.xlsx", limits);
        let mut old = xls(&[(0, 0, "a"), (1, 1, "b")]);
        for (at, byte) in (at..old.len()).zip(&bytes) {
            old[at] = *byte;
        }
        let _ = read_table(&old, "a.xls", limits);
        if let Ok(table) = read_table(text.as_bytes(), "a.csv", limits) {
            rows_to_entries(&table, &guess_mapping(&table.header), Shanghai);
        }
    }
}
