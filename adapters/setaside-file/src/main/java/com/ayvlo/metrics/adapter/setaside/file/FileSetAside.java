package com.ayvlo.metrics.adapter.setaside.file;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.metric.JsonText;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.BlockToken;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A file for each block that had refused metrics: {@code <first>-<last>.ndjson}, named by the
 * block's positions. Its first line says why; each other line is a metric in the form in which it
 * can be sent in again, with its tenant.
 *
 * <p>Safe for concurrent use with different blocks.
 */
public final class FileSetAside implements SetAside {
    private final Path directory;

    /** Does nothing until there is something to keep; the directory is made then. */
    public FileSetAside(Path directory) {
        this.directory = directory;
    }

    @Override
    public void keep(BlockToken token, MetricBatch metrics, String why) {
        String name = "%s-%d-%d.ndjson".formatted(token.node(), token.first(), token.last());
        try {
            Files.createDirectories(directory);
            Path draft = directory.resolve(name + ".new");
            Files.writeString(draft, text(metrics, why));
            force(draft);
            Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } catch (IOException failure) {
            throw new JournalException.Stopped(
                    "refused metrics cannot be set aside in " + directory, failure);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String text(MetricBatch metrics, String why) {
        StringBuilder text = new StringBuilder("{\"refused_because\":");
        JsonText.quote(why, text);
        text.append("}\n");
        for (int i = 0; i < metrics.size(); i++) {
            line(metrics, i, text);
        }
        return text.toString();
    }

    private static void line(MetricBatch metrics, int i, StringBuilder text) {
        text.append("{\"tenant\":\"").append(metrics.series(i).tenant());
        text.append("\",\"metric_name\":\"").append(metrics.series(i).name());
        text.append("\",\"value\":").append(metrics.value(i));
        text.append(",\"timestamp\":\"").append(Instant.ofEpochMilli(metrics.epochMillis(i)));
        text.append("\",\"dimensions\":{");
        String[] before = {""};
        metrics.series(i)
                .dimensions()
                .forEach(
                        (key, value) -> {
                            text.append(before[0]);
                            JsonText.quote(key, text);
                            text.append(':');
                            JsonText.quote(value, text);
                            before[0] = ",";
                        });
        String metadata = metrics.metadata(i).isEmpty() ? "{}" : metrics.metadata(i).json();
        text.append("},\"metadata\":").append(metadata).append("}\n");
    }
}
