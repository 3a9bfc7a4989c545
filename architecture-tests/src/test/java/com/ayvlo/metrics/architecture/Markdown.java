package com.ayvlo.metrics.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the rules want to know of a document.
 *
 * @param text the document
 */
record Markdown(String text) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(\\s*<?([^)>\\s]+)");
    private static final Pattern REFERENCE = Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]:\\s*(\\S+)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*|//.*|#.*");
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

    /** Targets of its relative links, without fragments. */
    List<String> relativeLinks() {
        String prose = INLINE_CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        return Stream.of(LINK, REFERENCE)
                .flatMap(pattern -> pattern.matcher(prose).results())
                .map(match -> match.group(1))
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .map(target -> target.replaceFirst("#.*", ""))
                .toList();
    }

    /** Names of the first column of tables that are headed "Variable". */
    Set<String> variables() {
        Set<String> names = new TreeSet<>();
        boolean inTable = false;
        for (String line : text.lines().toList()) {
            String[] cells = line.strip().split("\\|", 3);
            boolean isRow = line.strip().startsWith("|") && cells.length == 3;
            inTable = isRow && (inTable || cells[1].strip().matches("(?i)variables?"));
            if (inTable) {
                VARIABLE.matcher(cells[1])
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
