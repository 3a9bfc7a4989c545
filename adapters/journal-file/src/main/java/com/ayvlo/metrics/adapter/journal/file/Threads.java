package com.ayvlo.metrics.adapter.journal.file;

/** Waiting that an interrupt does not cut short, for it could not be undone halfway. */
final class Threads {
    private Threads() {}

    /** Waits until the thread has ended; an interrupt is kept for the caller. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
