package com.ayvlo.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What can be seen in the sources only. */
class SourceTest {
    private static final int METHOD_LINES = 30;
    private static final int CLASS_LINES = 300;
    private static final List<Source> SOURCES = Source.parse(files());

    private static Map<String, String> files() {
        return Project.files(Project.ROOT, ".java").stream()
                .collect(
                        Collectors.toMap(
                                file -> Project.ROOT.relativize(file).toString(), Project::read));
    }

    @Test
    void methodsFitInAGlance() {
        assertThat(found(SourceTest::isMain, source -> source.methodsLongerThan(METHOD_LINES)))
                .isEmpty();
    }

    @Test
    void classesFitInAScreenfulOrTwo() {
        assertThat(found(SourceTest::isMain, source -> source.classesLongerThan(CLASS_LINES)))
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(found(_ -> true, Source::disabled)).isEmpty();
    }

    @Test
    void testsWaitForEventsAndNotForTime() {
        assertThat(found(SourceTest::isTest, Source::sleeps)).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(found(_ -> true, Source::leftOvers)).isEmpty();
    }

    @Test
    void theSourcesAreFound() {
        assertThat(SOURCES).filteredOn(SourceTest::isMain).hasSizeGreaterThan(100);
        assertThat(SOURCES).filteredOn(SourceTest::isTest).hasSizeGreaterThan(30);
    }

    @Test
    void seesPlantedFaults() {
        Source planted =
                parse(
                        """
                        @Disabled
                        class Planted {
                            // XX: later
                            void wait() {
                                Thread.sleep(1);
                                TimeUnit.SECONDS.sleep(1);
                                String right = "Thread.sleep(1)";
                            }
                        }
                        """
                                .replace("XX", "TO" + "DO"));

        assertThat(planted.methodsLongerThan(4)).containsExactly("Planted.java:4 wait has 5 lines");
        assertThat(planted.methodsLongerThan(5)).isEmpty();
        assertThat(planted.classesLongerThan(8))
                .containsExactly("Planted.java:1 Planted has 9 lines");
        assertThat(planted.classesLongerThan(9)).isEmpty();
        assertThat(planted.disabled()).containsExactly("Planted.java:1 @Disabled");
        assertThat(planted.sleeps())
                .containsExactly(
                        "Planted.java:5 Thread.sleep(1)",
                        "Planted.java:6 TimeUnit.SECONDS.sleep(1)");
        assertThat(planted.leftOvers()).containsExactly("Planted.java:3 TO" + "DO");
    }

    private static Source parse(String text) {
        return Source.parse(Map.of("Planted.java", text)).getFirst();
    }

    private static List<String> found(
            Predicate<Source> where, Function<Source, List<String>> finder) {
        return SOURCES.stream().filter(where).map(finder).flatMap(Collection::stream).toList();
    }

    private static boolean isMain(Source source) {
        return source.file().contains("src/main/java/");
    }

    /** The testkit is tests, wherever it stands. */
    private static boolean isTest(Source source) {
        return !isMain(source) || source.file().startsWith("testkit");
    }
}
