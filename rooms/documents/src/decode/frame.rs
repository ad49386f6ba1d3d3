//! The small framed answer between the child and its parent.
//!
//! `MPD1`, then `R` and the refusal's number, or `D`, the kind, the hints, the pages; then `END.`.
//! The parent trusts none of it.

use super::{Decoded, Hint, Kind, MAX_PAGES, PICTURE_SIDE, Page, Refusal, outline};

const HEAD: &[u8] = b"MPD1";
const TAIL: &[u8] = b"END.";
const KINDS: [Kind; 3] = [Kind::Jpeg, Kind::Png, Kind::Pdf];

/// Writes an answer.
pub(super) fn write(answer: &Result<Decoded, Refusal>) -> Vec<u8> {
    let mut frame = HEAD.to_vec();
    match answer {
        Err(refusal) => {
            frame.push(b'R');
            frame.push(place(&Refusal::all(), refusal));
        }
        Ok(decoded) => {
            frame.push(b'D');
            frame.push(place(&KINDS, &decoded.kind));
            frame.push(length(decoded.hints.len()));
            for hint in &decoded.hints {
                frame.push(place(&Hint::ALL, hint));
            }
            frame.push(length(decoded.pages.len()));
            for page in &decoded.pages {
                let size = u32::try_from(page.jpeg.len()).unwrap_or(u32::MAX);
                for number in [page.width, page.height, size] {
                    frame.extend_from_slice(&number.to_be_bytes());
                }
                frame.extend_from_slice(&page.jpeg);
            }
        }
    }
    frame.extend_from_slice(TAIL);
    frame
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    length(all.iter().position(|each| each == one).unwrap_or(usize::MAX))
}

fn length(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// Reads an answer; `None` when it is not one.
pub(super) fn read(frame: &[u8]) -> Option<Result<Decoded, Refusal>> {
    let mut rest = frame.strip_prefix(HEAD)?.strip_suffix(TAIL)?;
    let answer = match byte(&mut rest)? {
        b'R' => Err(*Refusal::all().get(usize::from(byte(&mut rest)?))?),
        b'D' => Ok(read_decoded(&mut rest)?),
        _ => return None,
    };
    rest.is_empty().then_some(answer)
}

fn read_decoded(rest: &mut &[u8]) -> Option<Decoded> {
    let kind = *KINDS.get(usize::from(byte(rest)?))?;
    let hints = (0..byte(rest)?).map(|_| Hint::ALL.get(usize::from(byte(rest)?)).copied()).collect::<Option<Vec<_>>>()?;
    let count = usize::from(byte(rest)?);
    let most = if kind == Kind::Pdf { MAX_PAGES } else { 1 };
    if count == 0 || count > most || hints.len() > Hint::ALL.len() {
        return None;
    }
    let pages = (0..count).map(|_| read_page(rest)).collect::<Option<Vec<_>>>()?;
    Some(Decoded { kind, pages, hints })
}

fn read_page(rest: &mut &[u8]) -> Option<Page> {
    let width = number(rest)?;
    let height = number(rest)?;
    let size = usize::try_from(number(rest)?).ok()?;
    let jpeg = take(rest, size)?.to_vec();
    let outline = jpeg.starts_with(&[0xFF, 0xD8]).then(|| outline::jpeg(&jpeg))?.ok()?;
    let agrees = (outline.width, outline.height, outline.end) == (width, height, jpeg.len());
    (agrees && width.max(height) <= PICTURE_SIDE).then_some(Page { jpeg, width, height })
}

fn take<'a>(rest: &mut &'a [u8], size: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(size)?;
    *rest = left;
    Some(taken)
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    take(rest, 1).map(|taken| taken[0])
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}
