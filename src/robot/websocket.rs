//! WebSocket frames (RFC 6455) as a client reads and writes them.
//!
//! A general library ends the connection at the first frame that breaks a rule, as it should
//! among strangers. Here the other side is a robot in the middle of a class, whose every frame
//! tells its own length: what cannot be understood is stepped over, and the class goes on.

/// The description of ALMotion alone can have hundreds of kB; nothing honest has more than this.
pub(super) const MESSAGE_AT_MOST: usize = 16 * 1024 * 1024;

/// What is read at once, bytes.
const CHUNK: usize = 64 * 1024;

/// A buffer that has grown beyond this is given back when it is empty, bytes.
const KEPT: usize = 1024 * 1024;

/// What control frames may carry (RFC 6455, 5.5), bytes.
const CONTROL_AT_MOST: u64 = 125;

const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// What has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming<'a> {
    /// A whole message.
    Text(&'a str),
    /// To be answered with the same.
    Ping(&'a [u8]),
    /// The other side closes.
    Close,
    /// Stepped over; why.
    Garbled(&'static str),
}

/// Cuts a stream of bytes into messages.
#[derive(Default)]
pub(super) struct Frames {
    buffer: Vec<u8>,
    /// Where the next frame begins in the buffer.
    start: usize,
    /// Bytes of a frame that is too long, still to be stepped over.
    skip: u64,
    /// Bytes that the frame at `start` needs in all, where its length is known.
    wanted: usize,
    message: Message,
}

/// A message in several frames.
#[derive(Default)]
enum Message {
    #[default]
    None,
    Begun(Vec<u8>),
    /// Its frames are stepped over up to the last.
    Unread,
}

struct Header {
    last: bool,
    /// Bits of extensions, none of which was agreed on.
    reserved: bool,
    opcode: u8,
    mask: Option<[u8; 4]>,
    length: u64,
    /// Bytes of the header itself.
    size: usize,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Header> {
        let [first, second, rest @ ..] = bytes else { return None };
        let (length, after) = match second & 0x7F {
            126 => {
                let (length, after) = rest.split_first_chunk()?;
                (u64::from(u16::from_be_bytes(*length)), after)
            }
            127 => {
                let (length, after) = rest.split_first_chunk()?;
                (u64::from_be_bytes(*length), after)
            }
            short => (u64::from(short), rest),
        };
        let (mask, after) = if second & 0x80 == 0 {
            (None, after)
        } else {
            let (mask, after) = after.split_first_chunk()?;
            (Some(*mask), after)
        };
        Some(Header {
            last: first & 0x80 != 0,
            reserved: first & 0x70 != 0,
            opcode: first & 0x0F,
            mask,
            length,
            size: bytes.len() - after.len(),
        })
    }
}

impl Frames {
    /// With what came together with the answer to the upgrade.
    pub(super) fn begun_with(bytes: &[u8]) -> Frames {
        Frames { buffer: bytes.to_vec(), ..Frames::default() }
    }

    /// Where the next bytes go: at the end.
    pub(super) fn room(&mut self) -> &mut Vec<u8> {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
            if self.buffer.capacity() > KEPT && self.wanted <= CHUNK {
                self.buffer = Vec::new();
            }
        } else if self.start >= CHUNK {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let missing = self.wanted.saturating_sub(self.buffer.len() - self.start);
        self.buffer.reserve(missing.max(CHUNK));
        &mut self.buffer
    }

    /// Whether what comes now is only stepped over.
    pub(super) fn skips(&self) -> bool {
        self.skip > 0
    }

    /// The next message, as soon as all of it is there.
    pub(super) fn next(&mut self) -> Option<Incoming<'_>> {
        loop {
            let there = self.buffer.len() - self.start;
            if self.skip > 0 {
                let passed = usize::try_from(self.skip).unwrap_or(usize::MAX).min(there);
                self.start += passed;
                self.skip -= passed as u64;
                if self.skip > 0 {
                    return None;
                }
                continue;
            }
            let header = Header::read(&self.buffer[self.start..])?;
            let data = matches!(header.opcode, CONTINUATION | TEXT | BINARY);
            let begun = match &self.message {
                Message::Begun(begun) if header.opcode == CONTINUATION => begun.len(),
                _ => 0,
            };
            let length = match usize::try_from(header.length) {
                Ok(length) if length <= MESSAGE_AT_MOST - begun => length,
                _ => {
                    self.start += header.size;
                    self.skip = header.length;
                    self.wanted = 0;
                    if data {
                        self.leave_unread(header.last);
                    }
                    return Some(Incoming::Garbled("a frame beyond 16 MiB"));
                }
            };
            let size = header.size + length;
            if there < size {
                self.wanted = size;
                return None;
            }
            self.wanted = 0;
            let payload = self.start + header.size..self.start + size;
            self.start += size;
            if let Some(mask) = header.mask {
                masked(&mut self.buffer[payload.clone()], mask);
            }
            if header.reserved || (!data && header.length > CONTROL_AT_MOST) {
                if data {
                    self.leave_unread(header.last);
                }
                return Some(Incoming::Garbled("a frame that breaks the rules"));
            }
            match (header.opcode, &mut self.message) {
                (TEXT, _) if header.last => {
                    self.message = Message::None;
                    return Some(text(&self.buffer[payload]));
                }
                (TEXT, message) => *message = Message::Begun(self.buffer[payload].to_vec()),
                (CONTINUATION, Message::Begun(begun)) => {
                    begun.extend_from_slice(&self.buffer[payload]);
                    if header.last {
                        // Kept in the buffer's place until the next call reads on.
                        let whole = std::mem::take(begun);
                        self.message = Message::None;
                        return Some(self.whole(whole));
                    }
                }
                (CONTINUATION, message @ Message::Unread) => {
                    if header.last {
                        *message = Message::None;
                    }
                }
                (PING, _) => return Some(Incoming::Ping(&self.buffer[payload])),
                (PONG, _) => {}
                (CLOSE, _) => return Some(Incoming::Close),
                _ => {
                    if data {
                        self.leave_unread(header.last);
                    }
                    return Some(Incoming::Garbled("a frame of an unknown kind"));
                }
            }
        }
    }

    /// Lends a message that came in several frames: it takes the place of the last of them,
    /// before what has not been read yet.
    fn whole(&mut self, message: Vec<u8>) -> Incoming<'_> {
        let length = message.len();
        self.buffer.splice(..self.start, message);
        self.start = length;
        text(&self.buffer[..length])
    }

    fn leave_unread(&mut self, last: bool) {
        self.message = if last { Message::None } else { Message::Unread };
    }
}

fn text(bytes: &[u8]) -> Incoming<'_> {
    str::from_utf8(bytes).map_or(Incoming::Garbled("a text that is no UTF-8"), Incoming::Text)
}

fn masked(bytes: &mut [u8], mask: [u8; 4]) {
    for (byte, key) in bytes.iter_mut().zip(mask.into_iter().cycle()) {
        *byte ^= key;
    }
}

/// Adds a text to what goes out.
pub(super) fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    write(out, TEXT, text);
}

/// Adds the answer to a ping.
pub(super) fn write_pong(out: &mut Vec<u8>, asked: &[u8]) {
    write(out, PONG, asked);
}

/// Adds the end, without a status, as the bridge itself closes.
pub(super) fn write_close(out: &mut Vec<u8>) {
    write(out, CLOSE, &[]);
}

/// Clients mask whatever they send.
fn write(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    let mask: [u8; 4] = rand::random();
    out.push(0x80 | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ ..126), _) => out.push(0x80 | short),
        (_, Ok(medium)) => {
            out.push(0x80 | 126);
            out.extend(medium.to_be_bytes());
        }
        _ => {
            out.push(0x80 | 127);
            out.extend((payload.len() as u64).to_be_bytes());
        }
    }
    out.extend(mask);
    let start = out.len();
    out.extend_from_slice(payload);
    masked(&mut out[start..], mask);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A frame as servers send it, unmasked.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![first];
        match payload.len() {
            short @ ..126 => frame.push(short as u8),
            medium @ ..65536 => {
                frame.push(126);
                frame.extend((medium as u16).to_be_bytes());
            }
            long => {
                frame.push(127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        frame.extend_from_slice(payload);
        frame
    }

    /// Everything that is read when the bytes come in pieces of that size.
    fn read(bytes: &[u8], piece: usize) -> Vec<String> {
        let mut frames = Frames::default();
        let mut seen = Vec::new();
        for piece in bytes.chunks(piece.max(1)) {
            frames.room().extend_from_slice(piece);
            while let Some(incoming) = frames.next() {
                seen.push(match incoming {
                    Incoming::Text(text) => text.to_owned(),
                    other => format!("{other:?}"),
                });
            }
        }
        seen
    }

    #[test]
    fn messages_come_whole_however_they_were_cut() {
        let long = "é".repeat(70_000);
        let mut bytes = frame(0x81, b"2::");
        bytes.extend(frame(0x01, "un, ".as_bytes()));
        bytes.extend(frame(0x89, b"?"));
        bytes.extend(frame(0x00, "deux, ".as_bytes()));
        bytes.extend(frame(0x80, "trois".as_bytes()));
        bytes.extend(frame(0x81, long.as_bytes()));
        for piece in [1, 7, 1000, bytes.len()] {
            let seen = read(&bytes, piece);
            assert_eq!(seen, ["2::", "Ping([63])", "un, deux, trois", &long], "pieces of {piece}");
        }
    }

    #[test]
    fn what_breaks_the_rules_is_stepped_over() {
        let broken: [Vec<u8>; 8] = [
            frame(0x81, &[0xFF, 0xFE]),
            frame(0xC1, b"compressed"),
            frame(0x83, b"an unknown kind"),
            frame(0x8B, b"an unknown control"),
            frame(0x80, b"the end of nothing"),
            frame(0x82, b"binary"),
            frame(0x89, &[b'?'; 200]),
            frame(0x88 | 0x40, b""),
        ];
        for one in broken {
            let bytes = [one.clone(), frame(0x81, b"1::")].concat();
            let seen = read(&bytes, bytes.len());
            assert!(seen[0].starts_with("Garbled"), "{one:?}: {seen:?}");
            assert_eq!(seen[1..], ["1::"], "{one:?}");
        }
        // All the frames of a message whose first could not be read.
        let parts = [frame(0x42, b"a"), frame(0x00, b"b"), frame(0x80, b"c"), frame(0x81, b"1::")];
        assert_eq!(read(&parts.concat(), 3)[1..], ["1::"]);
    }

    #[test]
    fn a_message_up_to_the_limit_is_read_and_one_beyond_it_is_not() {
        let most = vec![b'x'; MESSAGE_AT_MOST];
        let seen = read(&frame(0x81, &most), CHUNK);
        assert_eq!((seen.len(), seen[0].len()), (1, MESSAGE_AT_MOST));
        let beyond = vec![b'x'; MESSAGE_AT_MOST + 1];
        let bytes = [frame(0x81, &beyond), frame(0x81, b"2::")].concat();
        let seen = read(&bytes, CHUNK);
        assert_eq!(seen, ["Garbled(\"a frame beyond 16 MiB\")", "2::"]);
        // The same in two frames.
        let bytes = [frame(0x01, &most), frame(0x00, b"x"), frame(0x80, b"x"), frame(0x81, b"2::")]
            .concat();
        let seen = read(&bytes, CHUNK);
        assert_eq!(seen, ["Garbled(\"a frame beyond 16 MiB\")", "2::"]);
    }

    #[test]
    fn a_grown_buffer_is_given_back() {
        let mut frames = Frames::default();
        frames.room().extend(frame(0x81, &vec![b'x'; 4 * KEPT]));
        assert!(matches!(frames.next(), Some(Incoming::Text(_))));
        assert!(frames.room().capacity() <= KEPT);
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(texts in prop::collection::vec(".{0,300}", 0..6), piece in 1usize..400) {
            let mut out = Vec::new();
            for text in &texts {
                write_text(&mut out, text.as_bytes());
            }
            prop_assert_eq!(read(&out, piece), texts);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), piece in 1usize..64) {
            read(&bytes, piece);
        }
    }
}
