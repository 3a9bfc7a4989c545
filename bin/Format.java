import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Formats every Java file of the project, or says which ones are not formatted. Maven runs it in
 * the phase validate, from source and at the root of the project, with google-java-format on the
 * class path.
 */
final class Format {

    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules");

    private Format() {}

    public static void main(String[] args) throws Exception {
        boolean check =
                switch (args[0]) {
                    case "check" -> true;
                    case "write" -> false;
                    default ->
                            throw new IllegalArgumentException(
                                    "format.mode is check or write, not " + args[0]);
                };
        List<String> command = new ArrayList<>(List.of("--aosp"));
        command.addAll(
                check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        List<String> sources = sourcesUnder(Path.of(""));
        command.addAll(sources);

        if (check) {
            System.out.println("Checking the format of " + sources.size() + " files");
        }
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        int exit =
                new Main(out, err, InputStream.nullInputStream())
                        .format(command.toArray(String[]::new));
        if (check && exit != 0) {
            System.err.println("The files above are not formatted: run bin/format");
        }
        System.exit(exit);
    }

    private static List<String> sourcesUnder(Path root) throws IOException {
        List<String> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        String name = directory.getFileName().toString();
                        boolean skip =
                                !directory.equals(root)
                                        && (name.startsWith(".") || NO_SOURCES.contains(name));
                        return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".java")) {
                            sources.add(file.toString());
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        sources.sort(null);
        return sources;
    }
}
