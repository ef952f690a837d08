/** What a check found. `note`: it works, or works without; `bad`: something a person must mend. */
export interface Finding {
  subject: string;
  state: 'good' | 'note' | 'bad';
  says: string;
  /** How to mend it. */
  mend?: string;
}
