// Which one act a card offers as its big button: the next step in the life of the thing.

const FIRST_TO_LAST = [
  'verifyReturn',
  'declareReturn',
  'handOver',
  'approveTakeOut',
  'approveExtension',
  'acceptTransfer',
  'resolveDiscrepancy',
  'closeIncident',
  'releaseAsset',
  'reportFound',
  'recordSighting',
  'requestTakeOut',
] as const;

/** Acts that a card can carry out; what a register page does (amending, publishing) is not among them. */
const SMALL = [
  'requestExtension',
  'transferTakeOut',
  'transferAsset',
  'rejectTakeOut',
  'rejectExtension',
  'declineTransfer',
  'withdrawTransfer',
  'withdrawTakeOut',
  'escalateDiscrepancy',
  'reportLoss',
  'reportAbsence',
] as const;

export interface Choice {
  readonly primary: string | null;
  readonly others: readonly string[];
}

export function choose(actions: readonly string[]): Choice {
  const primary = FIRST_TO_LAST.find((one) => actions.includes(one)) ?? null;
  const known: readonly string[] = [...FIRST_TO_LAST, ...SMALL];
  return { primary, others: known.filter((one) => one !== primary && actions.includes(one)) };
}
