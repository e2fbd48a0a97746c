import sharp from 'sharp';
import { MOST_PHOTO_BYTES, type PhotoMaker } from '../services/ports/photos.ts';

/** Of either side. */
const MOST_SIDE_PIXELS = 1600;
/** A picture of a telephone has 12 to 50 million; a small file can claim billions. */
const MOST_PIXELS = 60_000_000;
const QUALITY = 82;

/**
 * What a file is, by its first bytes: JPEG, PNG, WebP, HEIC/AVIF, GIF, TIFF. Its name and its announced type say nothing. Text is none of them, so
 * that SVG never reaches a program that draws it.
 */
function isRaster(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12));
  const ascii = (from: number, to: number) => head.toString('latin1', from, to);
  return (
    (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) ||
    (head[0] === 0x89 && ascii(1, 4) === 'PNG') ||
    (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') ||
    (ascii(4, 8) === 'ftyp' && /^(avif|avis|heic|heix|mif1|msf1)$/.test(ascii(8, 12))) ||
    /^GIF8[79]a$/.test(ascii(0, 6)) ||
    ['II*\0', 'MM\0*'].includes(ascii(0, 4))
  );
}

export function createPhotoMaker(): PhotoMaker {
  return {
    async make(sent) {
      if (sent.byteLength > MOST_PHOTO_BYTES) return { refusal: 'tooBig' };
      if (!isRaster(sent)) return { refusal: 'notPicture' };
      try {
        const { width, height } = await sharp(sent, { limitInputPixels: false }).metadata();
        if (width * height > MOST_PIXELS) return { refusal: 'tooManyPixels' };
        // Metadata is left out by default; turned upright first, for that was in them.
        const { data, info } = await sharp(sent, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
          .rotate()
          .resize({ width: MOST_SIDE_PIXELS, height: MOST_SIDE_PIXELS, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality: QUALITY })
          .toBuffer({ resolveWithObject: true });
        return { jpeg: data, widthPixels: info.width, heightPixels: info.height };
      } catch {
        return { refusal: 'notPicture' };
      }
    },
  };
}
