export declare function fill(template: Uint8Array, values: Record<string, string>): Uint8Array;
