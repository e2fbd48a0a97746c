/** A raster picture made anew: JPEG, 1600 px at most, upright, without any metadata. */
export type MadePhoto = { jpeg: Uint8Array; widthPixels: number; heightPixels: number };

/** `notPicture`: no raster picture that is read here (SVG, HTML, PDF…), or broken. `tooManyPixels`: it would fill the memory. */
export type PhotoRefusal = 'notPicture' | 'tooManyPixels' | 'tooBig';

export type PhotoMaker = {
  /** Of whatever bytes somebody sent. Never throws for what they are. */
  make(sent: Uint8Array): Promise<MadePhoto | { refusal: PhotoRefusal }>;
};

export const MOST_PHOTO_BYTES = 8 * 1024 * 1024;
export const MOST_PHOTOS = 10;
