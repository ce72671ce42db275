/** The capped log of events. */
export const AUDIT_LOG_KEY = 'audit:log';
/** Field `seq`: the number of the latest event. */
export const AUDIT_COUNTERS_KEY = 'audit:counters';
