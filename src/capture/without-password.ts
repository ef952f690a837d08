/** An address as it may be logged and published, also behind `ffmpeg:`: without the user and password in it. */
export function withoutPassword(address: string): string {
  return address.replace(/^((?:ffmpeg:)?[a-z0-9+.-]+:\/\/)[^/]*@/i, '$1***@');
}
