/** A verdict as a shape, so that none depends on its colour: a ship, a boat, a question, a wave. */
export function Glyph({ size }: { size: 'big' | 'small' | 'unknown' | 'none' | null }) {
  return (
    <svg class="glyph" viewBox="0 0 48 32" aria-hidden="true">
      {size === 'big' && <path d="M2 20h44l-5 10H8z M10 18v-8h8v8z M22 18V6h6v12z M32 18v-8h8v8z" />}
      {size === 'small' && <path d="M12 22h24l-4 7H16z M23 20V5l10 15z" />}
      {size === 'unknown' && (
        <path d="M8 22h32l-4 8H12z M19 9a5 5 0 1 1 7 5l-2 2v2h-3v-3l3-3a2 2 0 1 0-3-2z M21 19h3v2h-3z" />
      )}
      {size === 'none' && (
        <path
          class="stroke"
          d="M2 18c4-6 8-6 12 0s8 6 12 0 8-6 12 0 6 5 8 1 M2 27c4-6 8-6 12 0s8 6 12 0 8-6 12 0 6 5 8 1"
        />
      )}
      {size === null && <path class="stroke" d="M10 6l28 22 M38 6L10 28" />}
    </svg>
  );
}
