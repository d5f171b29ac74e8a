//! Gzip files that hold one member a record: after a broken member the next one is sought.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Chain, Read};

/// The first bytes of a member.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

type Member<R> = GzDecoder<Chain<&'static [u8], R>>;

/// Unpacks member after member. A broken one is told once, then reading goes on behind it.
pub(super) struct Members<R: BufRead> {
    member: Option<Member<R>>,
    /// The input between members.
    input: Option<R>,
    broken: bool,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            member: None,
            input: Some(input),
            broken: false,
        }
    }

    /// Opens the next member. False at the end.
    fn open(&mut self) -> io::Result<bool> {
        if self.member.is_some() {
            return Ok(true);
        }
        let Some(mut input) = self.input.take() else {
            return Ok(false);
        };
        if !pass_magic(&mut input)? {
            return Ok(false);
        }
        self.member = Some(GzDecoder::new(MAGIC.as_slice().chain(input)));
        Ok(true)
    }

    fn close(&mut self) {
        self.input = self
            .member
            .take()
            .map(|member| member.into_inner().into_inner().1);
    }
}

/// Goes behind the next magic bytes. False at the end.
fn pass_magic(input: &mut impl BufRead) -> io::Result<bool> {
    let mut last = [0u8; 3];
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let mut passed = 0;
        let mut found = false;
        for byte in bytes {
            passed += 1;
            last = [last[1], last[2], *byte];
            if last == MAGIC {
                found = true;
                break;
            }
        }
        input.consume(passed);
        if found {
            return Ok(true);
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.open()? {
            let Some(member) = &mut self.member else {
                break;
            };
            match member.read(buffer) {
                Ok(0) => self.close(),
                Ok(read) => {
                    self.broken = false;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.close();
                    if !std::mem::replace(&mut self.broken, true) {
                        return Err(error);
                    }
                }
            }
        }
        Ok(0)
    }
}
