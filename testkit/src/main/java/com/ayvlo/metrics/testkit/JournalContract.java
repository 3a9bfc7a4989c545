package com.ayvlo.metrics.testkit;

/**
 * What every journal promises; damage and failures of the disk are tested where there is a disk.
 */
public interface JournalContract
        extends JournalAppendContract, JournalRestartContract, JournalRoomContract {}
