/**
 * Ends a run as soon as nothing is left in the event loop; what leaks still keeps it alive. Without this Node tears its environment down
 * first, where it (24) has been seen to wait for ever, at full load, for a request that was over.
 */
process.once('beforeExit', () => process.exit());
