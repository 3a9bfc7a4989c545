package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.domain.journal.JournalRecovery;

/** Says in the log what was found in the journal. */
final class RecoveryReport {
    private static final System.Logger LOG = System.getLogger(RecoveryReport.class.getName());

    private RecoveryReport() {}

    static void log(JournalRecovery recovery) {
        LOG.log(
                System.Logger.Level.INFO,
                "the journal had {0} records with {1} metrics; the last one is {2}",
                Long.toString(recovery.records()),
                Long.toString(recovery.metrics()),
                Long.toString(recovery.lastPosition()));
        for (JournalRecovery.Damage damage : recovery.damages()) {
            LOG.log(
                    damage.missingRecords() > 0
                            ? System.Logger.Level.ERROR
                            : System.Logger.Level.WARNING,
                    "{0}: {1} bytes from byte {2} cannot be read; {3} records with {4} metrics are"
                            + " missing",
                    damage.file(),
                    Long.toString(damage.length()),
                    Long.toString(damage.offset()),
                    Long.toString(damage.missingRecords()),
                    Long.toString(damage.missingMetrics()));
        }
    }
}
