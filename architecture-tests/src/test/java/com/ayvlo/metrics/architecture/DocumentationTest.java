package com.ayvlo.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The documents say what is there. */
class DocumentationTest {
    private static final Path README = Project.ROOT.resolve("README.md");
    private static final Path DECISIONS = Project.ROOT.resolve("docs/adr");
    private static final Path BOOTSTRAP =
            Project.ROOT.resolve("bootstrap/src/main/java/com/ayvlo/metrics/bootstrap");

    private static final Pattern VARIABLE = Pattern.compile("\"([A-Z][A-Z0-9_]+)\"");
    private static final Pattern DECISION = Pattern.compile("(\\d+)-[a-z0-9-]+\\.md");

    @Test
    void theReadmeNamesExactlyTheVariablesThatAreRead() {
        assumeThat(README).exists();

        assertThat(new Markdown(Project.read(README)).variables())
                .isNotEmpty()
                .isEqualTo(
                        variablesRead(
                                Project.read(BOOTSTRAP.resolve("ServiceConfig.java"))
                                        + Project.read(BOOTSTRAP.resolve("Servers.java"))));
    }

    private static Set<String> variablesRead(String source) {
        return VARIABLE.matcher(source)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void decisionsAreNumberedWithoutGaps() {
        assumeThat(DECISIONS).exists();

        List<Integer> numbers =
                Project.files(DECISIONS, ".md").stream()
                        .map(file -> DECISION.matcher(file.getFileName().toString()))
                        .filter(name -> name.matches())
                        .map(name -> Integer.parseInt(name.group(1)))
                        .toList();

        assertThat(numbers)
                .isNotEmpty()
                .isEqualTo(
                        IntStream.range(0, numbers.size())
                                .mapToObj(i -> numbers.getFirst() + i)
                                .toList());
        assertThat(numbers.getFirst()).isBetween(0, 1);
    }

    @Test
    void relativeLinksLeadSomewhere() {
        assertThat(Project.files(Project.ROOT, ".md"))
                .allSatisfy(
                        file ->
                                assertThat(deadLinks(file.getParent(), Project.read(file)))
                                        .isEmpty());
    }

    private static List<String> deadLinks(Path from, String document) {
        return new Markdown(document)
                .relativeLinks().stream()
                        .filter(target -> !Files.exists(from.resolve(target)))
                        .toList();
    }

    @Test
    void seesPlantedFaults() {
        String planted =
                """
                [right](pom.xml#rules) [web](https://example.com/x) [here](#table) [wrong](no/such.md)

                ```
                [code](no/matter.md)
                ```

                [reference]: no/such/either.md

                | Variable | Meaning |
                |---|---|
                | `FIRST_ONE`, `SECOND` | not `THIRD` |

                | Other | |
                |---|---|
                | `FOURTH` | |
                """;

        assertThat(deadLinks(Project.ROOT, planted))
                .containsExactly("no/such.md", "no/such/either.md");
        assertThat(new Markdown(planted).variables()).containsExactly("FIRST_ONE", "SECOND");
        assertThat(variablesRead("read(\"FIRST_ONE\"); say(\"Second\"); read(\"PORT\");"))
                .containsExactly("FIRST_ONE", "PORT");
    }
}
