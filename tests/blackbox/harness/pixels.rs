//! Small pictures for uploads.

/// A PNG of that size with a soft gradient, uncompressed.
pub(crate) fn png(width: u32, height: u32, seed: u8) -> Vec<u8> {
    painted(width, height, |x, y| [(x * 255 / width.max(1)) as u8, (y * 255 / height.max(1)) as u8, seed])
}

/// A picture that grows darker where [`png`] grows brighter.
pub(crate) fn mirrored(width: u32, height: u32, seed: u8) -> Vec<u8> {
    painted(width, height, |x, y| {
        let across = (255 - x * 255 / width.max(1)) as u8;
        [across, (y * 60 / height.max(1)) as u8, seed]
    })
}

/// A small PNG of one colour.
pub(crate) fn plain(colour: [u8; 3]) -> Vec<u8> {
    painted(96, 64, |_, _| colour)
}

/// A file of a few bytes that says it is a PNG of that many pixels, and begins to be one.
pub(crate) fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut file = begun(width, height);
    chunk(&mut file, b"IDAT", &stored(&[0; 1_000]));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn painted(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut raw = Vec::with_capacity((width as usize * 3 + 1) * height as usize);
    for y in 0..height {
        raw.push(0);
        for x in 0..width {
            raw.extend(colour(x, y));
        }
    }
    let mut file = begun(width, height);
    chunk(&mut file, b"IDAT", &stored(&raw));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// Signature and header.
fn begun(width: u32, height: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &header);
    file
}

/// A chunk with its checksum.
fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let sum = crc32(&file[start..]);
    file.extend(sum.to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(raw: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = raw.chunks(65_535).collect();
    for (place, block) in blocks.iter().enumerate() {
        stream.push(u8::from(place + 1 == blocks.len()));
        stream.extend((block.len() as u16).to_le_bytes());
        stream.extend((!(block.len() as u16)).to_le_bytes());
        stream.extend(*block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend(((b << 16) | a).to_be_bytes());
    stream
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = !0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}
