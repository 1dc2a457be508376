/** Castagnoli's polynomial, reflected (RFC 3720 appendix B). */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** CRC-64/NVME, reflected 0x9a6c9329ac4bc9b5, in halves (NVM Express base specification). */
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ CRC32C_POLYNOMIAL : rest >>> 1;
  return rest >>> 0;
});

const crc64High = new Uint32Array(256);
const crc64Low = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (odd) {
      high ^= CRC64_HIGH;
      low ^= CRC64_LOW;
    }
  }
  crc64High[byte] = high;
  crc64Low[byte] = low;
}

/** CRC-32C, 4 bytes big endian. */
export function crc32c(data: Uint8Array): Buffer {
  let crc = 0xffffffff;
  for (let index = 0; index < data.length; index++) crc = crc32cTable[(crc ^ data[index]!) & 0xff]! ^ (crc >>> 8);
  const result = Buffer.alloc(4);
  result.writeUInt32BE(~crc >>> 0);
  return result;
}

/** CRC-64/NVME, 8 bytes big endian. */
export function crc64nvme(data: Uint8Array): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (let index = 0; index < data.length; index++) {
    const entry = (low ^ data[index]!) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ crc64Low[entry]!;
    high = (high >>> 8) ^ crc64High[entry]!;
  }
  const result = Buffer.alloc(8);
  result.writeUInt32BE(~high >>> 0, 0);
  result.writeUInt32BE(~low >>> 0, 4);
  return result;
}
