package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The statements by which docs/operations.md moves a single server's tables into a cluster. */
final class Takeover {
    private static final Path MANUAL = Path.of("..", "..", "docs", "operations.md");
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?) +```", Pattern.DOTALL);

    private Takeover() {}

    static List<String> statements(String from, String to) throws IOException {
        Matcher block = SQL.matcher(Files.readString(MANUAL));
        if (!block.find()) {
            throw new IllegalStateException("the manual has no SQL");
        }
        String text =
                block.group(1)
                        .replace("metrics_cluster.", to + ".")
                        .replace("metrics.", from + ".");
        return Stream.of(text.split(";\n")).filter(one -> !one.isBlank()).toList();
    }
}
