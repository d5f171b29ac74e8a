//! How large the sheets of an old workbook are, before they are unfolded in memory: two cells at
//! the ends of a sheet take as much as all between them.

/// Cells of all sheets, the empty ones between others included.
const CELLS_MAX: u64 = 20_000_000;
/// Streams shorter than this lie elsewhere in the file; Excel never writes such ones.
const STREAM_BYTES_MIN: usize = 4_096;
/// Records that begin with a row and a column.
const CELL_RECORDS: &[u16] = &[
    0x06, 0x7e, 0xbd, 0xbe, 0xd6, 0xfd, 0x201, 0x203, 0x204, 0x205, 0x27e,
];
/// The beginning of a sheet.
const BEGIN: u16 = 0x809;
/// What follows is locked with a password.
const LOCKED: u16 = 0x2f;

/// Refuses with the reason.
pub(super) fn check(bytes: &[u8]) -> Result<(), &'static str> {
    const BROKEN: &str = "its parts are not where they should be";
    let file = File::open(bytes).ok_or(BROKEN)?;
    let directory = file.chain(number(bytes, 0x30).ok_or(BROKEN)?);
    let mut any = false;
    for entry in directory
        .chunks_exact(128)
        .filter(|entry| is_workbook(entry))
    {
        any = true;
        let size = number(entry, 120).unwrap_or_default() as usize;
        if size < STREAM_BYTES_MIN {
            return Err("it is not written as Excel writes it");
        }
        let mut stream = file.chain(number(entry, 116).ok_or(BROKEN)?);
        stream.truncate(size);
        if cells(&stream) > CELLS_MAX {
            return Err("its cells lie too far apart");
        }
    }
    if any { Ok(()) } else { Err("it has no sheets") }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn is_workbook(entry: &[u8]) -> bool {
    let length = usize::from(short(entry, 64).unwrap_or_default()).clamp(2, 64) - 2;
    let units = entry.get(..length).unwrap_or_default().chunks_exact(2);
    let name: String = units
        .filter_map(|unit| char::from_u32(u32::from(short(unit, 0)?)))
        .collect();
    matches!(name.to_ascii_lowercase().as_str(), "workbook" | "book")
}

/// The file as sectors and the table of what follows what.
struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1usize << short(bytes, 0x1e).filter(|power| matches!(power, 9 | 12))?;
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109)
            .filter_map(|at| number(bytes, 0x4c + at * 4))
            .collect();
        let mut further = number(bytes, 0x44)?;
        let sectors = bytes.len() / sector;
        for _ in 0..sectors {
            let Some(part) = file.part(further) else {
                break;
            };
            let numbers = part.len() / 4 - 1;
            tables.extend((0..numbers).filter_map(|at| number(part, at * 4)));
            further = number(part, numbers * 4)?;
        }
        let parts = tables
            .into_iter()
            .filter_map(|table| file.part(table))
            .take(sectors);
        let next = parts.flat_map(|part| (0..part.len() / 4).filter_map(|at| number(part, at * 4)));
        file.next = next.collect();
        Some(file)
    }

    fn part(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|part| part.len() >= 4)
    }

    /// All bytes of a chain of sectors.
    fn chain(&self, first: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sector = first;
        while let Some(part) = self.part(sector).filter(|_| out.len() <= self.bytes.len()) {
            out.extend_from_slice(part);
            match self.next.get(sector as usize) {
                Some(next) => sector = *next,
                None => break,
            }
        }
        out
    }
}

/// The cells of all sheets, each as large as from its first to its last.
fn cells(stream: &[u8]) -> u64 {
    let (mut total, mut rows, mut columns) = (0u64, 0u64, 0u64);
    let mut rest = stream;
    while let (Some(kind), Some(length)) = (short(rest, 0), short(rest, 2)) {
        if kind == LOCKED {
            return 0;
        }
        if kind == BEGIN {
            total += rows * columns;
            (rows, columns) = (0, 0);
        }
        let record = rest.get(4..).unwrap_or_default();
        if CELL_RECORDS.contains(&kind)
            && let (Some(row), Some(column)) = (short(record, 0), short(record, 2))
        {
            // Rows of many cells say at their end in which column they stop.
            let last = usize::from(length)
                .checked_sub(2)
                .filter(|_| matches!(kind, 0xbd | 0xbe));
            let last = last.and_then(|at| short(record, at)).unwrap_or(column);
            rows = rows.max(u64::from(row) + 1);
            columns = columns.max(u64::from(last.max(column)) + 1);
        }
        match record.get(usize::from(length)..) {
            Some(after) => rest = after,
            None => break,
        }
    }
    total + rows * columns
}
