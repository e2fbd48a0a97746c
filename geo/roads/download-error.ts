/**
 * Why a file did not come. `notFound`, `refused`: the server said so. `unreachable`: it did not answer, or stopped too often.
 * `notPbf`: what it sent is no extract (a page, say). `damaged`: the check sum is another. `noRoom`: the disk is too small.
 */
export type DownloadErrorCode = 'notFound' | 'refused' | 'unreachable' | 'notPbf' | 'damaged' | 'noRoom';

export class DownloadError extends Error {
  readonly code: DownloadErrorCode;
  constructor(code: DownloadErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DownloadError';
    this.code = code;
  }
}
