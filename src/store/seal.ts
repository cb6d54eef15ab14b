/** How values lie on the disk. `about` says what a value belongs to: it is opened for the same only. */
export interface Seal {
  close(text: string, about: string): string;
  /** OutsideError when it cannot be opened: no key, another key, changed by somebody. */
  open(sealed: string, about: string): string;
  closeBytes(bytes: Uint8Array, about: string): Uint8Array;
  openBytes(sealed: Uint8Array, about: string): Uint8Array;
}

/** As they are. */
export const unsealed: Seal = {
  close: (text) => text,
  open: (text) => text,
  closeBytes: (bytes) => bytes,
  openBytes: (bytes) => bytes,
};
