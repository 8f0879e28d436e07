/**
 * Small pictures for uploads. It does not know what they are for.
 */
import { deflateSync } from 'node:zlib';

/** A PNG of that size: soft bands of colour that differ with the seed. */
export function png(width, height, seed) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const tint = [5, 11, 17].map((step) => 50 + ((seed * step) % 110));
  let place = 0;
  for (let y = 0; y < height; y += 1) {
    rows[place] = 0;
    place += 1;
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin((x + seed * 7) / 60) * Math.cos((y - seed * 3) / 45);
      for (const [channel, base] of tint.entries()) rows[place + channel] = base + 40 * wave + (40 * y) / height;
      place += 3;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The checksum of PNG chunks (ISO 3309). */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
