package com.ayvlo.metrics.adapter.tenant.postgres;

/**
 * How far the changes of the directory have got.
 *
 * @param version of the last change; each change has the next
 * @param removals how many of them left no row behind that would tell
 */
record AsOf(long version, long removals) {
    /** Before the first look. */
    static final AsOf NEVER = new AsOf(-1, -1);

    /**
     * Whether rows that have a later version tell everything that happened since: not if something
     * was removed, or the database is another one than it was, restored from a backup for example.
     */
    boolean isFollowedBy(AsOf now) {
        return now.removals == removals && now.version >= version;
    }
}
