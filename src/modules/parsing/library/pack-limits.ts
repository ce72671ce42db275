/** What a pack of templates may measure. The ntc-templates release has 1,000 templates in an archive of about 5 MB. */
export const PACK_LIMITS = {
  /** The archive as it is sent. */
  archiveBytes: 64 * 1024 * 1024,
  /** The archive unpacked: everything in it, also what is not a template. */
  unpackedBytes: 256 * 1024 * 1024,
  /** Files and folders of the archive. */
  entries: 50_000,
  /** One template, or the index. */
  fileBytes: 4 * 1024 * 1024,
  templates: 10_000,
} as const;
