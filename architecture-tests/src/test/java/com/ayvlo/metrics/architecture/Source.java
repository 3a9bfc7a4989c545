package com.ayvlo.metrics.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A file of Java source, seen as the compiler sees it. Every method gives what it found as {@code
 * file:line what}.
 */
final class Source {
    private static final Pattern LEFT_OVER =
            Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SLEEP =
            Pattern.compile("(?:java\\.lang\\.)?Thread\\.sleep|(?:.*\\.)?TimeUnit\\.\\w+\\.sleep");

    private final String file;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    private Source(String file, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.file = file;
        this.text = text;
        this.unit = unit;
        this.positions = positions;
    }

    /** Parses the files, given as texts by their names, with one compiler. */
    static List<Source> parse(Map<String, String> files) {
        List<InMemory> inputs =
                files.entrySet().stream()
                        .map(file -> new InMemory(file.getKey(), file.getValue()))
                        .toList();
        JavacTask task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(null, null, null, List.of(), null, inputs);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String file = unit.getSourceFile().toUri().getPath().substring(1);
                sources.add(new Source(file, files.getOrDefault(file, ""), unit, positions));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return sources;
    }

    String file() {
        return file;
    }

    /** Methods of more lines than this. */
    List<String> methodsLongerThan(int lines) {
        List<String> found = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                if (lines(method) > lines) {
                    found.add(
                            at(
                                    method,
                                    method.getName() + " has %d lines".formatted(lines(method))));
                }
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
        return found;
    }

    /** Classes of more lines than this. */
    List<String> classesLongerThan(int lines) {
        List<String> found = new ArrayList<>();
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree declared && lines(declared) > lines) {
                found.add(
                        at(
                                declared,
                                declared.getSimpleName()
                                        + " has %d lines".formatted(lines(declared))));
            }
        }
        return found;
    }

    /** Tests that are switched off. */
    List<String> disabled() {
        List<String> found = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitAnnotation(AnnotationTree annotation, Void unused) {
                String name = annotation.getAnnotationType().toString();
                if (name.endsWith("Disabled")) {
                    found.add(at(annotation, annotation.toString()));
                }
                return super.visitAnnotation(annotation, null);
            }
        }.scan(unit, null);
        return found;
    }

    /** Places that wait for time to pass. */
    List<String> sleeps() {
        List<String> found = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
                if (SLEEP.matcher(call.getMethodSelect().toString()).matches()) {
                    found.add(at(call, call.toString()));
                }
                return super.visitMethodInvocation(call, null);
            }
        }.scan(unit, null);
        return found;
    }

    /** Marks of work that somebody left for later. */
    List<String> leftOvers() {
        Matcher matcher = LEFT_OVER.matcher(text);
        return matcher.results()
                .map(mark -> file + ':' + line(mark.start()) + ' ' + mark.group())
                .toList();
    }

    private int lines(Tree tree) {
        long start = positions.getStartPosition(unit, tree);
        long end = positions.getEndPosition(unit, tree);
        return (int) (end < 0 ? 0 : line(end) - line(start) + 1);
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }

    private String at(Tree tree, String what) {
        return file + ':' + line(positions.getStartPosition(unit, tree)) + ' ' + what;
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String text;

        InMemory(String file, String text) {
            super(URI.create("string:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
