//! A tiny PNG encoder (8-bit RGB, stored deflate blocks): pictures for works that a run makes, without an image library.
//! It does not compress. Format: PNG 3rd edition, zlib RFC 1950, deflate RFC 1951.

const LONGEST_STORED: usize = 65_535;

/// A gradient of `width_px` × `height_px` whose colours depend on `seed`.
pub(crate) fn gradient(width_px: u32, height_px: u32, seed: u32) -> Vec<u8> {
    let [r0, g0, b0, _] = seed.wrapping_mul(2_654_435_761).to_be_bytes();
    let mut rows = Vec::with_capacity(height_px as usize * (1 + 3 * width_px as usize));
    for y in 0..height_px {
        rows.push(0); // this row is not filtered
        for x in 0..width_px {
            let across = (x * 255 / width_px.max(1)) as u8;
            let down = (y * 255 / height_px.max(1)) as u8;
            rows.extend_from_slice(&[r0.wrapping_add(across), g0.wrapping_add(down), b0 ^ (across / 2)]);
        }
    }
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&width_px.to_be_bytes());
    header.extend_from_slice(&height_px.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]); // 8 bits, RGB, deflate, standard filters, not interlaced
    let mut png = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &stored(&rows));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    png.extend_from_slice(kind);
    png.extend_from_slice(data);
    png.extend_from_slice(&crc32(kind.iter().chain(data)).to_be_bytes());
}

fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(LONGEST_STORED).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend_from_slice(&adler32(bytes).to_be_bytes());
    out
}

fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_agree_with_published_values() {
        assert_eq!(crc32(b"123456789".iter()), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn the_picture_has_its_size_and_all_its_rows() {
        let png = gradient(300, 200, 7);
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x2c\0\0\0\xc8"));
        assert!(png.ends_with(b"\0\0\0\0IEND\xaeB`\x82"));
        let blocks = (200_usize * 901).div_ceil(LONGEST_STORED);
        assert_eq!(png.len(), 8 + 25 + 12 + 2 + blocks * 5 + 200 * 901 + 4 + 12);
    }
}
